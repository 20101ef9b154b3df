package io.tidewatch.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The platform as a process of its own: it stops cleanly, and comes back after a crash too. */
class PlatformCommandIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir Path folder;
  private int starts;

  @Test
  void startsAgainAfterBeingStoppedAndAfterBeingKilled() throws Exception {
    Process first = start();
    first.destroy();
    assertThat(first.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(folder.resolve("platform/kafka/.kafka_cleanshutdown")).exists();

    Process second = start();
    second.destroyForcibly();
    assertThat(second.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(folder.resolve("platform/kafka/.kafka_cleanshutdown")).doesNotExist();

    Process third = start();
    third.destroy();
    assertThat(third.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  /** Starts the command on free ports and waits until it says that it is up. */
  private Process start() throws IOException {
    Path out = folder.resolve("out-" + starts);
    Path err = folder.resolve("err-" + starts);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-Duser.home=" + folder,
                "-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")),
                "-cp",
                System.getProperty("java.class.path"),
                "io.tidewatch.platform.Tidewatch",
                "platform",
                "--dir=" + folder.resolve("platform"),
                "--kafka-port=0",
                "--registry-port=0",
                "--metrics-port=0",
                "--gateway-port=0")
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    starts++;
    try {
      await()
          .atMost(PATIENCE)
          .until(() -> Files.readString(out).contains("Ctrl-C stops it.") || !process.isAlive());
      assertThat(process.isAlive()).as(Files.readString(err)).isTrue();
      assertThat(Files.readString(out)).containsPattern("console +http://127.0.0.1:\\d+/console");
    } catch (RuntimeException | Error e) {
      process.destroyForcibly();
      throw e;
    }
    return process;
  }
}
