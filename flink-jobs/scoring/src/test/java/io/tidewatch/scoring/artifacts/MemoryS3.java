package io.tidewatch.scoring.artifacts;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * As much of the S3 protocol as a client needs that keeps whole objects: PUT, HEAD, GET with
 * ranges, and listing by prefix, with addresses that name the bucket first. Objects live in memory.
 */
final class MemoryS3 implements AutoCloseable {
  private final Map<String, byte[]> objects = new ConcurrentSkipListMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  MemoryS3() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Objects by bucket and key, {@code /bucket/key}. */
  Map<String, byte[]> objects() {
    return objects;
  }

  /** Methods and paths so far, such as {@code PUT /bucket/key}. */
  List<String> requests() {
    return requests;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      requests.add(exchange.getRequestMethod() + " " + path);
      byte[] body = exchange.getRequestBody().readAllBytes();
      String query = String.valueOf(exchange.getRequestURI().getQuery());
      switch (exchange.getRequestMethod()) {
        case "PUT" -> put(exchange, path, body);
        case "HEAD", "GET" -> {
          if (query.contains("list-type=2")) {
            list(exchange, path, query);
          } else {
            get(exchange, path);
          }
        }
        default -> exchange.sendResponseHeaders(405, -1);
      }
    }
  }

  private void put(HttpExchange exchange, String path, byte[] body) throws IOException {
    boolean chunked =
        String.valueOf(exchange.getRequestHeaders().getFirst("x-amz-content-sha256"))
            .startsWith("STREAMING");
    objects.put(path, chunked ? unchunked(body) : body);
    exchange.getResponseHeaders().set("ETag", "\"etag\"");
    exchange.sendResponseHeaders(200, -1);
  }

  /** Takes {@code length;signature CRLF bytes CRLF ... 0} apart. */
  private static byte[] unchunked(byte[] body) {
    var whole = new java.io.ByteArrayOutputStream();
    int at = 0;
    while (true) {
      int end = at;
      while (body[end] != '\r') {
        end++;
      }
      int length = Integer.parseInt(new String(body, at, end - at, UTF_8).split(";")[0], 16);
      if (length == 0) {
        return whole.toByteArray();
      }
      whole.write(body, end + 2, length);
      at = end + 2 + length + 2;
    }
  }

  private void get(HttpExchange exchange, String path) throws IOException {
    byte[] object = objects.get(path);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    if (object == null) {
      byte[] error =
          "<Error><Code>NoSuchKey</Code><Message>no such key</Message></Error>".getBytes(UTF_8);
      exchange.sendResponseHeaders(404, head ? -1 : error.length);
      if (!head) {
        exchange.getResponseBody().write(error);
      }
      return;
    }
    String range = exchange.getRequestHeaders().getFirst("Range");
    int from = 0;
    int to = object.length;
    if (range != null) {
      String[] ends = range.replace("bytes=", "").split("-");
      from = Integer.parseInt(ends[0]);
      to = ends.length > 1 ? Math.min(to, Integer.parseInt(ends[1]) + 1) : to;
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes %d-%d/%d".formatted(from, to - 1, object.length));
    }
    exchange.getResponseHeaders().set("ETag", "\"etag\"");
    exchange.getResponseHeaders().set("Last-Modified", "Mon, 02 Mar 2026 12:00:00 GMT");
    if (head) {
      exchange.getResponseHeaders().set("Content-Length", "" + (to - from));
      exchange.sendResponseHeaders(200, -1);
    } else {
      exchange.sendResponseHeaders(range == null ? 200 : 206, to - from);
      exchange.getResponseBody().write(Arrays.copyOfRange(object, from, to));
    }
  }

  private void list(HttpExchange exchange, String bucket, String query) throws IOException {
    String prefix =
        bucket.replaceAll("/$", "") + "/" + query.replaceFirst(".*prefix=([^&]*).*", "$1");
    var found = new StringBuilder("<ListBucketResult><IsTruncated>false</IsTruncated>");
    objects.keySet().stream()
        .filter(key -> key.startsWith(prefix))
        .forEach(
            key ->
                found
                    .append("<Contents><Key>")
                    .append(key.substring(key.indexOf('/', 1) + 1))
                    .append("</Key><Size>")
                    .append(objects.get(key).length)
                    .append("</Size></Contents>"));
    byte[] xml = found.append("</ListBucketResult>").toString().getBytes(UTF_8);
    exchange.sendResponseHeaders(200, xml.length);
    exchange.getResponseBody().write(xml);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
