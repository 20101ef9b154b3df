package io.tidewatch.platform.options;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;

/**
 * Reads what must not stand in a configuration, from the file or variable that it names. Immutable.
 */
public final class Secrets {
  private final UnaryOperator<String> environment;

  /**
   * Creates a reader.
   *
   * @param environment value of a variable, or null
   */
  public Secrets(UnaryOperator<String> environment) {
    this.environment = environment;
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException if none or both are named, or there is nothing where they
   *     lead; the message never quotes it
   */
  public String read(
      ReadableConfig config, ConfigOption<String> fileOption, ConfigOption<String> variableOption) {
    String file = config.get(fileOption);
    String variable = config.get(variableOption);
    if (file.isEmpty() == variable.isEmpty()) {
      throw new IllegalArgumentException(
          (file.isEmpty() ? "neither " : "both ")
              + fileOption.key()
              + (file.isEmpty() ? " nor " : " and ")
              + variableOption.key()
              + (file.isEmpty() ? " is set; set one of them" : " are set; remove one of them"));
    }
    String secret = file.isEmpty() ? variable(variable, variableOption) : file(file, fileOption);
    if (secret.isBlank()) {
      throw new IllegalArgumentException(
          (file.isEmpty() ? variableOption : fileOption).key()
              + " leads to nothing but blanks; put the secret there");
    }
    return secret.strip();
  }

  private static String file(String file, ConfigOption<String> option) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          option.key()
              + "="
              + file
              + " cannot be read ("
              + e.getClass().getSimpleName()
              + "); it must be a text file that this process may read",
          e);
    }
  }

  private String variable(String name, ConfigOption<String> option) {
    String value = environment.apply(name);
    if (value == null) {
      throw new IllegalArgumentException(
          option.key() + "=" + name + ": this process has no such environment variable; set it");
    }
    return value;
  }
}
