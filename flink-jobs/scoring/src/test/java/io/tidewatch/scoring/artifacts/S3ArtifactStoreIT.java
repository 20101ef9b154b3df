package io.tidewatch.scoring.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.fs.FileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Flink's own S3 file system, with Amazon's client in it, against a server of that protocol. */
class S3ArtifactStoreIT {
  private static final int MAX = 200_000;

  private MemoryS3 s3;
  private ArtifactReader reader;
  private ArtifactStore store;

  @BeforeEach
  void start() throws IOException {
    s3 = new MemoryS3();
    FileSystem.initialize(
        Configuration.fromMap(
            Map.of(
                "s3.endpoint", s3.endpoint(),
                "s3.path-style-access", "true",
                "s3.region", "us-east-1",
                "s3.access-key", "someone",
                "s3.secret-key", "secret")),
        null);
    reader = new ArtifactReader(MAX, List.of("s3://bucket/"), Duration.ofSeconds(5), Map.of());
    store = new ArtifactStore("s3://bucket/models", reader);
  }

  @AfterEach
  void stop() {
    FileSystem.initialize(new Configuration(), null);
    s3.close();
  }

  @Test
  void keepsReleasesByTheirDigestAndNeverDeletesOrOverwrites() throws IOException {
    var zip = new byte[MAX];
    new Random(1).nextBytes(zip);

    String address = store.put(zip);

    assertThat(address).matches("s3://bucket/models/[0-9a-f]{64}\\.zip");
    String key = address.replace("s3:/", "");
    assertThat(s3.objects().keySet()).containsExactly(key);
    assertThat(reader.read(address)).isEqualTo(zip);

    assertThat(store.put(zip)).isEqualTo(address);
    assertThat(s3.requests()).containsOnlyOnce("PUT " + key);
    assertThat(s3.requests()).noneMatch(request -> request.startsWith("DELETE"));

    s3.objects().put(key, new byte[] {1});
    assertThatIOException()
        .isThrownBy(() -> store.put(zip))
        .withMessageContaining("holds other bytes");
    assertThat(s3.objects().get(key)).hasSize(1);
  }

  @Test
  void refusesWhatIsTooLargeMissingOrInAnotherBucket() {
    s3.objects().put("/bucket/large.zip", new byte[MAX + 1]);
    assertThatExceptionOfType(TooLargeException.class)
        .isThrownBy(() -> reader.read("s3://bucket/large.zip"));
    assertThatIOException().isThrownBy(() -> reader.read("s3://bucket/none.zip"));
    assertThatIOException()
        .isThrownBy(() -> reader.read("s3://other/large.zip"))
        .withMessageContaining("lies in none of the places");
    assertThat(s3.requests()).noneMatch(request -> request.startsWith("GET /bucket/large"));
  }
}
