package io.tidewatch.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Apicurio Registry in a process of its own: a registry that many businesses run. */
class ApicurioRegistryContractIT extends RegistryContract {
  @TempDir static Path directory;
  private static Process process;
  private static String url;

  @BeforeAll
  static void start() throws IOException {
    Path home = Path.of(System.getProperty("apicurio.directory")).toAbsolutePath();
    Path jar = home.resolve(System.getProperty("apicurio.jar"));
    assertThat(jar).as("unpacked by Maven before the integration tests").exists();
    int port = freePort();
    Path log = directory.resolve("apicurio.log");
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + directory,
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port,
                "-jar",
                jar.toString())
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    // Whatever happens to this JVM, the registry goes with it.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    url = "http://127.0.0.1:" + port + "/apis/ccompat/v7";
    await("Apicurio on port " + port)
        .atMost(Duration.ofSeconds(90))
        .failFast(
            "Apicurio ended: " + log,
            () ->
                assertThat(process.isAlive())
                    .as(() -> "Apicurio ended; its log: " + text(log))
                    .isTrue())
        .until(ApicurioRegistryContractIT::answers);
  }

  @AfterAll
  static void stop() throws InterruptedException {
    if (process != null) {
      process.destroyForcibly();
      process.waitFor(20, TimeUnit.SECONDS);
    }
  }

  @Override
  String url() {
    return url;
  }

  private static boolean answers() throws InterruptedException {
    try {
      return HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create(url + "/subjects")).build(),
                  BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private static String text(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return "unreadable";
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
