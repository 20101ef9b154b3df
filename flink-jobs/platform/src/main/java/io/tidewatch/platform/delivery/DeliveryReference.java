package io.tidewatch.platform.delivery;

import io.tidewatch.scoring.ConfigReference;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;

/** Writes docs/reference/delivery.md from the options. */
final class DeliveryReference {
  private static final List<ConfigOption<?>> ADDRESSES =
      List.of(
          TargetOptions.URL,
          TargetOptions.URL_FILE,
          TargetOptions.URL_ENV,
          TargetOptions.SECRET_FILE,
          TargetOptions.SECRET_ENV,
          TargetOptions.LANGUAGE);

  private DeliveryReference() {}

  static String page() {
    return """
    # Configuration of alert delivery

    Given as `deliver --config FILE`, a properties file (`key=value`) or a YAML file with flat keys
    (`key: value`). An unknown key is an error. Generated from the options in the code by
    `DeliveryReference`; a test fails when this page and the code differ, and says how to write it
    anew. How to use it: [how-to/deliver-alerts.md](../how-to/deliver-alerts.md).

    ## Delivery

    """
        + ConfigReference.table(DeliveryOptions.DELIVERY)
        + "\n## Every target\n\nBehind `delivery.targets.NAME.`:\n\n"
        + table(TargetOptions.ALL)
        + "\n## Webhooks and chat rooms\n\n"
        + table(ADDRESSES)
        + """

        The kinds `slack` and `teams` take `url-file` or `url-env`, and `language`; `webhook` takes
        all but `language`.

        ## Mail

        """
        + table(TargetOptions.MAIL)
        + "\n## Kafka and schema registry\n\n"
        + ConfigReference.table(DeliveryOptions.KAFKA)
        + """

        Unless `kafka.properties.` says otherwise, the producer of journal and dead letters has
        `linger.ms=1`, `max.block.ms=5000`, `request.timeout.ms=5000` and `delivery.timeout.ms=15000`.
        """;
  }

  private static String table(List<ConfigOption<?>> options) {
    return ConfigReference.table(options).replace("| `` |", "| none |");
  }
}
