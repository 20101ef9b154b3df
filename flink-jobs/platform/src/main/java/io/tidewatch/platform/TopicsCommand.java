package io.tidewatch.platform;

import io.tidewatch.connectors.kafka.TopicAdmin;
import io.tidewatch.platform.options.ConnectionOptions;
import io.tidewatch.schemas.Topic;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Creates the topics of the catalogue on a Kafka. */
@Command(
    name = "topics",
    description = "Creates Tidewatch's topics.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class TopicsCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "missing command");
  }

  @Command(
      name = "create",
      description =
          "Creates the topics that are missing, and says where existing ones differ from the"
              + " catalogue.",
      mixinStandardHelpOptions = true)
  int create(
      @Mixin ConnectionOptions connection,
      @Option(
              names = "--replication",
              defaultValue = "1",
              paramLabel = "N",
              description = "Copies of each new topic. Default: ${DEFAULT-VALUE}.")
          short replication) {
    TopicAdmin.Report report =
        TopicAdmin.create(connection.connection().configuration(), replication);
    report.created().stream()
        .map(Topic::topicName)
        .forEach(name -> spec.commandLine().getOut().println("created " + name));
    report.mismatches().forEach(sentence -> spec.commandLine().getErr().println(sentence));
    spec.commandLine()
        .getOut()
        .println(
            report.created().size()
                + " of "
                + Topic.values().length
                + " topics created, the others were there");
    return 0;
  }
}
