package io.tidewatch.connectors.kafka.personal;

import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** The options of the encryption of personal fields. */
public final class MasterKeyOptions {
  /** File with the master key. */
  public static final ConfigOption<String> MASTER_KEY_FILE =
      ConfigOptions.key("privacy.master-key-file")
          .stringType()
          .defaultValue("")
          .withDescription(
              "File with the master key: a line of 32 bytes in Base64, which others on the machine"
                  + " must not be able to read. With it personal fields are encrypted in topics with"
                  + " a key of each customer; further lines are older master keys, which still open"
                  + " what they wrapped. Empty, and no variable either: what is written is not"
                  + " encrypted, and what is encrypted cannot be read.");

  /** Environment variable with the master key. */
  public static final ConfigOption<String> MASTER_KEY_ENV =
      ConfigOptions.key("privacy.master-key-env")
          .stringType()
          .defaultValue("")
          .withDescription(
              "Environment variable that holds the same in place of the file, with blanks between"
                  + " several keys. Not both.");

  /** All of them. */
  public static final List<ConfigOption<?>> ALL = List.of(MASTER_KEY_FILE, MASTER_KEY_ENV);

  private MasterKeyOptions() {}
}
