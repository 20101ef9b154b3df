package io.tidewatch.platform;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.connectors.kafka.AccessAdmin;
import io.tidewatch.connectors.kafka.AccessRules;
import io.tidewatch.platform.options.ConnectionOptions;
import io.tidewatch.platform.terminal.Json;
import io.tidewatch.schemas.Role;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows and gives the rights that each part of the platform needs on Kafka. */
@Command(
    name = "acl",
    description = {
      "The rights on Kafka that each part of the platform needs, and no others: shown, written for"
          + " other tools, or given. docs/how-to/secure.md",
      "A part's login is its role's name, unless --login says otherwise."
    },
    mixinStandardHelpOptions = true)
final class AclCommand implements Callable<Integer> {
  private static final String USER = "User:";

  @Spec private CommandSpec spec;
  @Mixin private ConnectionOptions connection;

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      split = ",",
      description =
          "Only these: scoring, gateway, delivery, sink, cdc, import, marketing, operator,"
              + " privacy, registry, admin. Default: all.")
  private List<String> roles = new ArrayList<>();

  @Option(
      names = "--login",
      paramLabel = "ROLE=NAME",
      description = "The login of a role, as the broker knows it.")
  private Map<String, String> logins = new TreeMap<>();

  @Option(
      names = "--cdc-topic",
      paramLabel = "NAME",
      description = "A topic of a database's changes, which the role cdc reads.")
  private Set<String> cdcTopics = Set.of();

  @ArgGroup(exclusive = true)
  private Form form = new Form();

  /** What is done with the rights; without any of them they are shown as a table. */
  static final class Form {
    @Option(
        names = "--commands",
        description = "As commands of Kafka's own kafka-acls, for $KAFKA and $ADMIN.")
    private boolean commands;

    @Option(
        names = "--strimzi",
        paramLabel = "CLUSTER",
        description = "As KafkaUser resources for Strimzi's Kafka of that name.")
    private Optional<String> strimzi = Optional.empty();

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    @Option(names = "--apply", description = "Give the rights that are missing on a Kafka.")
    private boolean apply;
  }

  @Override
  public Integer call() {
    List<Role> wanted =
        roles.isEmpty() ? List.of(Role.values()) : roles.stream().map(Role::named).toList();
    logins.keySet().forEach(Role::named);
    PrintWriter out = spec.commandLine().getOut();
    if (form.apply) {
      wanted.forEach(role -> give(role, out));
      return 0;
    }
    AccessText text = new AccessText(this::login);
    List<AccessRules.Right> rights = wanted.stream().flatMap(r -> rights(r).stream()).toList();
    if (form.json) {
      out.println(Json.pretty(document(rights)));
    } else if (form.strimzi.isPresent()) {
      out.print(text.strimzi(wanted, this::rights, form.strimzi.get()));
    } else {
      out.print(form.commands ? text.commands(rights) : text.table(rights));
    }
    out.flush();
    return 0;
  }

  private void give(Role role, PrintWriter out) {
    AccessAdmin.Report report =
        AccessAdmin.give(connection.connection().configuration(), USER + login(role), rights(role));
    out.printf("%-10s %d rights given to %s%n", role.roleName(), report.given(), login(role));
    report.foreign().forEach(right -> spec.commandLine().getErr().println("not needed: " + right));
  }

  private String login(Role role) {
    return logins.getOrDefault(role.roleName(), role.roleName());
  }

  private List<AccessRules.Right> rights(Role role) {
    return AccessRules.of(role, role == Role.CDC ? cdcTopics : Set.of());
  }

  private ObjectNode document(List<AccessRules.Right> rights) {
    ObjectNode document = Json.object();
    ArrayNode all = document.putArray("rights");
    for (AccessRules.Right right : rights) {
      ObjectNode one =
          all.addObject()
              .put("role", right.role().roleName())
              .put("login", login(right.role()))
              .put("resource", right.resource().name())
              .put("name", right.name())
              .put("prefixed", right.prefixed());
      ArrayNode operations = one.putArray("operations");
      right.operations().forEach(operation -> operations.add(operation.name()));
    }
    Arrays.stream(Role.values())
        .forEach(r -> document.withObject("/roles").put(r.roleName(), r.meaning()));
    return document;
  }
}
