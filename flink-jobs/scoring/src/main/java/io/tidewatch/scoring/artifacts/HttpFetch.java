package io.tidewatch.scoring.artifacts;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Fetches over HTTP(S): so many bytes and so long at most, and only from where it was sent.
 * Redirects are refused, because they would lead past the places that the configuration allows.
 */
final class HttpFetch {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final int OK = 200;

  private final Duration timeout;
  private final Map<String, String> headers;

  /**
   * @param timeout for the whole answer
   * @param headers sent with every request over HTTPS, and to this machine
   */
  HttpFetch(Duration timeout, Map<String, String> headers) {
    this.timeout = timeout;
    this.headers = Map.copyOf(headers);
  }

  byte[] get(String address, long maxBytes) throws IOException {
    String shown = ArtifactAddress.shown(address);
    HttpRequest request = request(address, shown);
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(timeout)
            .proxy(ProxySelector.getDefault())
            .build();
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request, info -> body(info, shown, maxBytes));
    HttpResponse<byte[]> response = await(answer, shown);
    if (response.statusCode() == OK) {
      return response.body();
    }
    boolean redirect = response.statusCode() / 100 == 3;
    throw new IOException(
        shown
            + " answered "
            + response.statusCode()
            + (redirect ? "; redirects are not followed, announce the address itself" : ""));
  }

  private HttpRequest request(String address, String shown) throws IOException {
    try {
      URI uri = URI.create(address);
      if (uri.getUserInfo() != null) {
        throw new IOException(
            shown
                + " holds a name or password, for all to read on the topic; put credentials into"
                + " models.http-headers");
      }
      HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(timeout).GET();
      boolean secret =
          uri.getScheme().equalsIgnoreCase("https") || LOOPBACK.contains(uri.getHost());
      if (secret) {
        headers.forEach(request::setHeader);
      }
      return request.build();
    } catch (IllegalArgumentException e) {
      // The message of the cause may repeat the address with all that is in it.
      throw new IOException(shown + " is no address that can be fetched");
    }
  }

  private HttpResponse<byte[]> await(CompletableFuture<HttpResponse<byte[]>> answer, String shown)
      throws IOException {
    try {
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new IOException(
          shown + " did not answer whole within " + timeout.toMillis() + " ms", e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while fetching " + shown);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TooLargeException tooLarge) {
        throw tooLarge;
      }
      throw new IOException(shown + " cannot be fetched: " + e.getCause(), e.getCause());
    }
  }

  private static HttpResponse.BodySubscriber<byte[]> body(
      HttpResponse.ResponseInfo info, String shown, long maxBytes) {
    if (info.statusCode() != OK) {
      return new BoundedBody(shown, maxBytes, 0);
    }
    return new BoundedBody(
        shown, maxBytes, info.headers().firstValueAsLong("Content-Length").orElse(0));
  }

  /** Collects a body and breaks off as soon as it is too long. */
  private static final class BoundedBody implements HttpResponse.BodySubscriber<byte[]> {
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final String shown;
    private final long maxBytes;
    private final long claimed;
    private Flow.Subscription subscription;

    BoundedBody(String shown, long maxBytes, long claimed) {
      this.shown = shown;
      this.maxBytes = maxBytes;
      this.claimed = claimed;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
      return whole;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      if (claimed > maxBytes) {
        breakOff(claimed);
      } else {
        subscription.request(Long.MAX_VALUE);
      }
    }

    @Override
    public void onNext(List<ByteBuffer> part) {
      long length = bytes.size() + part.stream().mapToLong(ByteBuffer::remaining).sum();
      if (length > maxBytes) {
        breakOff(length);
        return;
      }
      for (ByteBuffer some : part) {
        var copy = new byte[some.remaining()];
        some.get(copy);
        bytes.writeBytes(copy);
      }
    }

    @Override
    public void onError(Throwable failure) {
      whole.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      whole.complete(bytes.toByteArray());
    }

    private void breakOff(long length) {
      subscription.cancel();
      whole.completeExceptionally(
          new TooLargeException(ArtifactReader.tooLarge(shown, length, maxBytes)));
    }
  }
}
