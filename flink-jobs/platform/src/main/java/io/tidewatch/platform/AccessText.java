package io.tidewatch.platform;

import io.tidewatch.connectors.kafka.AccessRules.Right;
import io.tidewatch.schemas.Role;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;

/** Writes rights for people and for other tools. Immutable. */
final class AccessText {
  private static final String ROW = "%-10s %-10s %-17s %-28s %s%n";

  private final Function<Role, String> login;

  AccessText(Function<Role, String> login) {
    this.login = login;
  }

  /** Returns them as a table, a line a right. */
  String table(List<Right> rights) {
    StringBuilder text = new StringBuilder();
    text.append(
        ROW.formatted("role", "login", "resource", "name (* any that begins so)", "operations"));
    for (Right right : rights) {
      text.append(
          ROW.formatted(
              right.role().roleName(),
              login.apply(right.role()),
              word(right.resource()),
              right.name() + (right.prefixed() ? "*" : ""),
              right.operations().stream()
                  .map(AccessText::camel)
                  .collect(Collectors.joining(", "))));
    }
    return text.toString();
  }

  /** Returns them as commands of Kafka's own tool; $KAFKA and $ADMIN are yours to set. */
  String commands(List<Right> rights) {
    return rights.stream().map(this::command).collect(Collectors.joining());
  }

  private String command(Right right) {
    StringBuilder command =
        new StringBuilder(
            "kafka-acls --bootstrap-server \"$KAFKA\" --command-config \"$ADMIN\" --add");
    command.append(" --allow-principal 'User:").append(login.apply(right.role())).append("'");
    right
        .operations()
        .forEach(operation -> command.append(" --operation ").append(camel(operation)));
    if (right.resource() == ResourceType.CLUSTER) {
      command.append(" --cluster");
    } else {
      command.append(" --").append(word(right.resource())).append(" '").append(right.name());
      command
          .append("' --resource-pattern-type ")
          .append(right.prefixed() ? "prefixed" : "literal");
    }
    return command.append('\n').toString();
  }

  /** Returns them as resources of Strimzi's user operator, which makes the passwords too. */
  String strimzi(List<Role> roles, Function<Role, List<Right>> rights, String cluster) {
    return roles.stream()
        .map(role -> strimzi(role, rights.apply(role), cluster))
        .collect(Collectors.joining("---\n"));
  }

  private String strimzi(Role role, List<Right> rights, String cluster) {
    StringBuilder yaml =
        new StringBuilder(
            """
            apiVersion: kafka.strimzi.io/v1
            kind: KafkaUser
            metadata:
              name: %s
              labels:
                strimzi.io/cluster: %s
            spec:
              authentication:
                type: scram-sha-512
              authorization:
                type: simple
                acls:
            """
                .formatted(login.apply(role), cluster));
    for (Right right : rights) {
      yaml.append("      - resource:\n");
      yaml.append("          type: ").append(strimziType(right.resource())).append('\n');
      if (right.resource() != ResourceType.CLUSTER) {
        yaml.append("          name: \"").append(right.name()).append("\"\n");
        yaml.append("          patternType: ").append(right.prefixed() ? "prefix" : "literal");
        yaml.append('\n');
      }
      yaml.append("        operations: [");
      yaml.append(
          right.operations().stream().map(AccessText::camel).collect(Collectors.joining(", ")));
      yaml.append("]\n        host: \"*\"\n");
    }
    return yaml.toString();
  }

  private static String word(ResourceType resource) {
    return resource.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String strimziType(ResourceType resource) {
    return resource == ResourceType.TRANSACTIONAL_ID
        ? "transactionalId"
        : resource.name().toLowerCase(Locale.ROOT);
  }

  /** Kafka's tools write DESCRIBE_CONFIGS as DescribeConfigs. */
  private static String camel(AclOperation operation) {
    return Arrays.stream(operation.name().split("_"))
        .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
        .collect(Collectors.joining());
  }
}
