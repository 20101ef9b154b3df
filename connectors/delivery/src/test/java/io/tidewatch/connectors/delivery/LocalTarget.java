package io.tidewatch.connectors.delivery;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A real HTTP server that answers as it is told and keeps what it was sent. Thread-safe. */
final class LocalTarget implements AutoCloseable {
  private static final int NO_BODY = -1;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();
  private volatile Reply always = new Reply(200, Map.of());

  /** What came. */
  record Request(String path, Map<String, List<String>> headers, String body) {
    String header(String name) {
      return headers.entrySet().stream()
          .filter(header -> header.getKey().equalsIgnoreCase(name))
          .map(header -> header.getValue().get(0))
          .findFirst()
          .orElse("");
    }
  }

  /** What is answered. */
  record Reply(int status, Map<String, String> headers) {}

  private LocalTarget(HttpServer server) {
    this.server = server;
  }

  static LocalTarget start() throws IOException {
    LocalTarget target =
        new LocalTarget(
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    target.server.setExecutor(target.threads);
    target.server.createContext("/", target::answer);
    target.server.start();
    return target;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      requests.add(
          new Request(
              exchange.getRequestURI().getPath(), Map.copyOf(exchange.getRequestHeaders()), body));
      Reply queued = replies.poll();
      Reply reply = queued == null ? always : queued;
      reply.headers().forEach(exchange.getResponseHeaders()::add);
      exchange.sendResponseHeaders(reply.status(), NO_BODY);
    }
  }

  /** The next requests get these statuses, one each; those after them what is set by always. */
  LocalTarget answers(int... statuses) {
    for (int status : statuses) {
      replies.add(new Reply(status, Map.of()));
    }
    return this;
  }

  LocalTarget answers(int status, String header, String value) {
    replies.add(new Reply(status, Map.of(header, value)));
    return this;
  }

  LocalTarget always(int status) {
    always = new Reply(status, Map.of());
    return this;
  }

  List<Request> requests() {
    return requests;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
