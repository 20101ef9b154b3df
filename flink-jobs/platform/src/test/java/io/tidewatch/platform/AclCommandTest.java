package io.tidewatch.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidewatch.schemas.Role;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** Rights are written so that people and other tools can use them. */
final class AclCommandTest {
  @Test
  void aTableHasALineForEachRight() {
    assertThat(out("acl", "--role", "delivery"))
        .containsPattern("delivery +delivery +topic +churn-alerts +Read, Describe\\R")
        .containsPattern("delivery +delivery +topic +alert-deliveries +Read, Write, Describe\\R")
        .containsPattern("delivery +delivery +group +tidewatch-delivery\\* +Read\\R");
  }

  @Test
  void commandsNameTheLoginThatWasGiven() {
    assertThat(out("acl", "--role", "scoring", "--login", "scoring=CN=job", "--commands"))
        .contains("--allow-principal 'User:CN=job' --operation Read")
        .contains("--transactional-id 'tidewatch' --resource-pattern-type prefixed")
        .contains("--topic 'churn-alerts' --resource-pattern-type literal");
    assertThat(out("acl", "--role", "admin", "--commands")).contains(" --cluster\n");
  }

  @Test
  void strimziGetsAUserForEachRole() {
    String yaml = out("acl", "--strimzi", "events", "--cdc-topic", "shop.public.people");
    assertThat(yaml.split("kind: KafkaUser", -1)).hasSize(Role.values().length + 1);
    assertThat(yaml)
        .contains("strimzi.io/cluster: events")
        .contains("name: \"shop.public.people\"")
        .contains("type: transactionalId")
        .contains("operations: [Read, Write, Describe]");
  }

  @Test
  void jsonSaysTheSame() throws Exception {
    JsonNode document = new ObjectMapper().readTree(out("acl", "--role", "sink,cdc", "--json"));
    assertThat(document.path("rights")).hasSizeGreaterThan(8);
    assertThat(document.path("rights").findValuesAsText("login")).contains("sink", "cdc");
  }

  private static String out(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Tidewatch.execute(
            Tidewatch.commandLine(), new PrintWriter(out), new PrintWriter(err), args);
    assertThat(err.toString()).isEmpty();
    assertThat(code).isZero();
    return out.toString();
  }
}
