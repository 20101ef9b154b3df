package io.tidewatch.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Files that lie beside a class. */
public final class Resources {
  private Resources() {}

  /** Opens a file of the class path; a name that begins with a slash is taken from its root. */
  public static InputStream open(Class<?> beside, String name) {
    InputStream in = beside.getResourceAsStream(name);
    if (in == null) {
      throw new IllegalStateException(
          name + " is not on the class path; the jar of text or of its models is incomplete");
    }
    return in;
  }

  /** Reads the lines of a UTF-8 file that are neither empty nor comments (#). */
  public static List<String> lines(Class<?> beside, String name) {
    try (InputStream in = open(beside, name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && line.charAt(0) != '#')
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name + " from the class path", e);
    }
  }
}
