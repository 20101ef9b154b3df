package io.tidewatch.benchmarks.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.benchmarks.workload.Fork;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PinnedJvmTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  @TempDir private Path directory;

  /** Says hello, repeats what it is told, and fails when told to. */
  static final class Parrot {
    public static void main(String[] args) {
      Fork.run(
          args,
          (plan, fork) -> {
            System.out.println("noise of a library");
            fork.say("hello", Fork.object().put("name", plan.get("name").asText()));
            for (String word = fork.await(); !word.equals("fail"); word = fork.await()) {
              fork.say("echo", Fork.object().put("word", word));
            }
            throw new IllegalStateException("was told to");
          });
    }
  }

  @Test
  void linesGoBothWays() throws Exception {
    try (PinnedJvm parrot = start()) {
      assertThat(parrot.await("hello", TIMEOUT).get("name").asText()).isEqualTo("Polly");
      parrot.tell("one");
      parrot.tell("two");
      assertThat(parrot.await("echo", TIMEOUT).get("word").asText()).isEqualTo("one");
      assertThat(parrot.await("echo", TIMEOUT).get("word").asText()).isEqualTo("two");
    }
  }

  @Test
  void whatFailsIsToldWithItsReason() throws Exception {
    try (PinnedJvm parrot = start()) {
      parrot.tell("fail");
      assertThatThrownBy(() -> parrot.await("echo", TIMEOUT))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("ended with code 1")
          .hasMessageContaining("was told to");
    }
  }

  @Test
  void nothingIsLeftBehind() throws Exception {
    PinnedJvm parrot = start();
    parrot.await("hello", TIMEOUT);
    assertThat(ProcessHandle.of(parrot.pid())).isPresent();
    assertThat(directory).isDirectoryContaining("glob:**/tmp-*");
    parrot.close();
    assertThat(directory).isDirectoryNotContaining("glob:**/tmp-*");
    assertThat(ProcessHandle.of(parrot.pid()).filter(ProcessHandle::isAlive)).isEmpty();
  }

  private PinnedJvm start() {
    return PinnedJvm.start(
        new PinnedJvm.Plan(
            Parrot.class.getName(),
            ClassPaths.own(),
            List.of("-Xmx64m"),
            Optional.of(Cores.BROKER),
            Fork.object().put("name", "Polly"),
            directory.resolve("log")));
  }
}
