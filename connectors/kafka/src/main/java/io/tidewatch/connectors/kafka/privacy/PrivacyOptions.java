package io.tidewatch.connectors.kafka.privacy;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** The options of everything that keeps customers' data apart from their names. */
public final class PrivacyOptions {
  /** File of the secret that digests of erased customers are made with. */
  public static final ConfigOption<String> MASTER_KEY_FILE =
      ConfigOptions.key("privacy.master-key-file")
          .stringType()
          .defaultValue("")
          .withDescription(
              "File with the master key, 32 bytes in base64, which only its owner may read; on"
                  + " every machine of the job. Digests of erased customers are made with it;"
                  + " without one who can read them can also guess ids and see whether they were"
                  + " erased.");

  private PrivacyOptions() {}
}
