package io.tidewatch.benchmarks.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.benchmarks.workload.Fork;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Random;

/**
 * Asks the query API, in a process of its own on the broker's core: of ten questions nine for one
 * customer drawn evenly, so that most come from the disk or its cache, and one for a page of those
 * at risk. Says {@code answers} for each round that the bench asks for.
 */
final class QueryLoadMain {
  private static final long SEED = 11;

  private QueryLoadMain() {}

  /** Carries out the plan that is the only argument. */
  public static void main(String[] args) {
    Fork.run(args, QueryLoadMain::run);
  }

  private static void run(JsonNode plan, Fork fork) throws InterruptedException {
    URI gateway = URI.create(plan.get("url").asText());
    String authorization = "Bearer " + plan.get("secret").asText();
    int customers = plan.get("customers").asInt();
    Random random = new Random(SEED);
    HttpLoad load =
        new HttpLoad(
            number -> {
              String path =
                  number % 10 == 9
                      ? "/api/v1/at-risk?limit=50"
                      : "/api/v1/customers/" + StoredCustomers.id(random.nextInt(customers));
              return HttpRequest.newBuilder(gateway.resolve(path))
                  .header("Authorization", authorization)
                  .build();
            },
            answer -> answer.statusCode() == 200 && answer.body().contains("\"churn\":"));
    double rate = plan.get("rate").asDouble();
    load.open(rate, Duration.ofMillis(plan.get("warmUpMillis").asLong()));
    while (true) {
      fork.say("idle", Fork.object());
      fork.await();
      fork.say(
          "answers",
          HttpLoad.percentiles(load.open(rate, Duration.ofMillis(plan.get("millis").asLong()))));
    }
  }
}
