package io.tidewatch.platform.policy;

import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.platform.options.ConnectionOptions;
import io.tidewatch.schemas.Policy;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Puts a policy into force. */
@Command(
    name = "push",
    description =
        "Writes a policy, a JSON document with the fields that differ from the defaults, to the"
            + " topic policies: the running job applies it at once.",
    mixinStandardHelpOptions = true)
final class PushPolicyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ConnectionOptions connection;

  @Parameters(paramLabel = "FILE", description = "The policy.")
  private Path file;

  @Override
  public Integer call() {
    Policy policy = PolicyFile.read(file);
    try (RecordProducer producer = new RecordProducer(connection.connection().configuration())) {
      producer.send(policy).join();
    }
    spec.commandLine()
        .getOut()
        .printf("policy %s is version %s now%n", policy.getName(), policy.getVersion());
    return 0;
  }
}
