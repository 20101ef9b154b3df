package io.tidewatch.connectors.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts messages to an address. Redirects are not followed, so that nobody but the configuration
 * says where alerts go; what the target answers beside its status and Retry-After is not read.
 */
final class HttpChannel implements Channel {
  private static final Logger LOG = LoggerFactory.getLogger(HttpChannel.class);
  private static final int REQUEST_TIMEOUT = 408;
  private static final int TOO_MANY_REQUESTS = 429;

  private final HttpTarget target;
  private final Clock clock;
  private final HttpClient client;

  HttpChannel(HttpTarget target, Clock clock) {
    this.target = target;
    this.clock = clock;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(target.timeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
  }

  @Override
  public Answer send(Message message) throws InterruptedException {
    CompletableFuture<HttpResponse<InputStream>> asked =
        client.sendAsync(request(message), HttpResponse.BodyHandlers.ofInputStream());
    try {
      HttpResponse<InputStream> response =
          asked.get(target.timeout().toMillis(), TimeUnit.MILLISECONDS);
      hangUp(response);
      return answer(response);
    } catch (TimeoutException e) {
      return Answer.later("no answer within " + target.timeout().toMillis() + " ms");
    } catch (ExecutionException e) {
      return Answer.later("no answer: " + e.getCause().getClass().getSimpleName());
    } finally {
      asked.cancel(true);
    }
  }

  /** The status has said all; a body may drip for ever. */
  private static void hangUp(HttpResponse<InputStream> response) {
    try {
      response.body().close();
    } catch (IOException e) {
      LOG.debug("an answer did not end well", e);
    }
  }

  private HttpRequest request(Message message) {
    byte[] body = target.body().of(message);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target.url())
            .timeout(target.timeout())
            .header("Content-Type", "application/json; charset=utf-8")
            .header("User-Agent", "tidewatch")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    target
        .signature()
        .ifPresent(
            signature -> {
              long seconds = clock.instant().getEpochSecond();
              request
                  .header("webhook-id", message.id())
                  .header("webhook-timestamp", Long.toString(seconds))
                  .header("webhook-signature", signature.sign(message.id(), seconds, body));
            });
    return request.build();
  }

  private Answer answer(HttpResponse<?> response) {
    Instant now = clock.instant();
    int status = response.statusCode();
    if (status / 100 == 2) {
      return Answer.delivered("HTTP " + status);
    }
    if (status / 100 == 3) {
      return Answer.refused(
          "HTTP " + status + ", a redirect, which is not followed; set the address it leads to");
    }
    if (status == REQUEST_TIMEOUT || status == TOO_MANY_REQUESTS || status / 100 == 5) {
      return new Answer(
          Answer.Kind.LATER,
          "HTTP " + status,
          response.headers().firstValue("Retry-After").flatMap(v -> RetryAfter.parse(v, now)));
    }
    return Answer.refused("HTTP " + status);
  }
}
