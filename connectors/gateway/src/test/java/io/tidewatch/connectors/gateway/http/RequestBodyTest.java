package io.tidewatch.connectors.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class RequestBodyTest {
  private static final int MAX = 10_000;
  private static final RequestBody BODY = new RequestBody(MAX, Duration.ofSeconds(10));

  @Test
  void readsPlainAndCompressedBodies() throws IOException {
    byte[] text = "{\"a\": 1}".getBytes(StandardCharsets.UTF_8);
    assertThat(BODY.read(stream(text), null)).isEqualTo(text);
    assertThat(BODY.read(stream(gzip(text)), " GZIP ")).isEqualTo(text);
    assertThat(BODY.read(stream(new byte[MAX]), "identity")).hasSize(MAX);
  }

  @Test
  void stopsAtTheLimit() {
    assertProblem(413, () -> BODY.read(stream(new byte[MAX + 1]), null));
  }

  @Test
  void stopsABombWhileItInflates() throws IOException {
    byte[] bomb = gzip(new byte[8 << 20]);
    assertThat(bomb).hasSizeLessThan(MAX);
    assertProblem(413, () -> BODY.read(stream(bomb), "gzip"));
  }

  @Test
  void refusesWhatIsNoGzip() throws IOException {
    byte[] cut = Arrays.copyOf(gzip(new byte[5_000]), 20);
    assertProblem(400, () -> BODY.read(stream(cut), "gzip"));
    assertProblem(400, () -> BODY.read(stream(new byte[100]), "gzip"));
    assertProblem(400, () -> BODY.read(stream(new byte[0]), "gzip"));
    assertProblem(415, () -> BODY.read(stream(cut), "br"));
  }

  @Test
  void refusesBodiesThatTakeTooLong() {
    RequestBody impatient = new RequestBody(MAX, Duration.ZERO);
    assertProblem(408, () -> impatient.read(stream(new byte[1]), null));
  }

  private static void assertProblem(int status, ThrowingCallable read) {
    assertThatThrownBy(read)
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.status()).isEqualTo(status));
  }

  private static InputStream stream(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }
}
