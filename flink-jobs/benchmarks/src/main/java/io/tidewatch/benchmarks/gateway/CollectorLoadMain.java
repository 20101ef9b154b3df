package io.tidewatch.benchmarks.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.benchmarks.workload.Fork;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Plays the shop's trackers, in a process of its own on the broker's core. Says {@code batches} and
 * {@code singles} for each round that the bench asks for.
 */
final class CollectorLoadMain {
  private static final int BODIES = 256;
  private static final int CUSTOMERS = 100_000;
  private static final long SEED = 7;

  private final URI gateway;
  private final String authorization;
  private final int batch;
  private final Random random = new Random(SEED);

  private CollectorLoadMain(JsonNode plan) {
    this.gateway = URI.create(plan.get("url").asText());
    this.batch = plan.get("batch").asInt();
    this.authorization =
        "Basic "
            + Base64.getEncoder()
                .encodeToString(
                    (plan.get("secret").asText() + ":").getBytes(StandardCharsets.UTF_8));
  }

  /** Carries out the plan that is the only argument. */
  public static void main(String[] args) {
    Fork.run(args, (plan, fork) -> new CollectorLoadMain(plan).run(plan, fork));
  }

  private void run(JsonNode plan, Fork fork) throws InterruptedException {
    List<byte[]> batches = bodies(batch);
    List<byte[]> singles = bodies(1);
    HttpLoad batchLoad = load("/v1/batch", batches, "\"accepted\":" + batch + ",");
    HttpLoad singleLoad = load("/v1/batch", singles, "\"accepted\":1,");
    Duration length = Duration.ofMillis(plan.get("millis").asLong());
    int connections = plan.get("connections").asInt();
    double rate = plan.get("rate").asDouble();
    batchLoad.closed(connections, Duration.ofMillis(plan.get("warmUpMillis").asLong()));
    singleLoad.open(rate, Duration.ofMillis(plan.get("warmUpMillis").asLong()));
    while (true) {
      fork.say("idle", Fork.object());
      if (fork.await().equals("batches")) {
        double perSecond = batchLoad.closed(connections, length) * batch;
        fork.say("batches", Fork.object().put("eventsPerSecond", perSecond));
      } else {
        fork.say("singles", HttpLoad.percentiles(singleLoad.open(rate, length)));
      }
    }
  }

  private HttpLoad load(String path, List<byte[]> bodies, String wanted) {
    URI uri = gateway.resolve(path);
    return new HttpLoad(
        number ->
            HttpRequest.newBuilder(uri)
                .header("Authorization", authorization)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(bodies.get((int) (number % bodies.size()))))
                .build(),
        answer -> answer.statusCode() == 200 && answer.body().contains(wanted));
  }

  /** Made before the clock runs, and sent again and again: the load must cost little. */
  private List<byte[]> bodies(int events) {
    List<byte[]> bodies = new ArrayList<>(BODIES);
    for (int i = 0; i < BODIES; i++) {
      String text =
          IntStream.range(0, events)
              .mapToObj(event -> event())
              .collect(Collectors.joining(",", "{\"batch\":[", "]}"));
      bodies.add(text.getBytes(StandardCharsets.UTF_8));
    }
    return bodies;
  }

  /** Of twenty events eight pages, eight products, three in the cart and one order. */
  private String event() {
    int draw = random.nextInt(20);
    String head =
        "{\"messageId\":\"ajs-%016x\",\"userId\":\"customer-%d\",\"timestamp\":\"2026-05-01T12:00:00.000Z\","
            .formatted(random.nextLong(), random.nextInt(CUSTOMERS));
    String item = "item-" + random.nextInt(5_000);
    if (draw < 8) {
      return head + "\"type\":\"page\",\"name\":\"Tea\",\"properties\":{\"url\":\"/tea\"}}";
    }
    if (draw < 19) {
      return head
          + "\"type\":\"track\",\"event\":\"Product %s\",\"properties\":{\"product_id\":\"%s\",\"category\":\"tea\"}}"
              .formatted(draw < 16 ? "Viewed" : "Added", item);
    }
    String product =
        "{\"product_id\":\"%s\",\"category\":\"tea\",\"price\":9.99,\"quantity\":1}"
            .formatted(item);
    return head
        + "\"type\":\"track\",\"event\":\"Order Completed\",\"properties\":{\"order_id\":\"o-%d\",\"currency\":\"EUR\",\"total\":29.97,\"products\":[%s,%s,%s]}}"
            .formatted(random.nextInt(), product, product, product);
  }
}
