package io.tidewatch.benchmarks.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tidewatch.benchmarks.workload.Fork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PinnedJvmTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final String ALLOWED = "Cpus_allowed_list:";

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
  void isBoundToACoreFromAMomentOn() throws Exception {
    assumeTrue(Cores.canPin());
    try (PinnedJvm parrot = start(Optional.empty())) {
      parrot.await("hello", TIMEOUT);
      assertThat(coresOfThreads(parrot)).doesNotContain(Integer.toString(Cores.BROKER));
      parrot.bind(Cores.BROKER);
      assertThat(coresOfThreads(parrot)).containsOnly(Integer.toString(Cores.BROKER));
    }
  }

  private static Set<String> coresOfThreads(PinnedJvm process) throws IOException {
    Set<String> cores = new TreeSet<>();
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
      for (Path thread : threads.toList()) {
        try (Stream<String> lines = Files.lines(thread.resolve("status"))) {
          lines
              .filter(line -> line.startsWith(ALLOWED))
              .forEach(line -> cores.add(line.substring(ALLOWED.length()).strip()));
        } catch (IOException | UncheckedIOException e) {
          assertThat(thread).doesNotExist(); // the thread has ended meanwhile
        }
      }
    }
    return cores;
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
    return start(Optional.of(Cores.BROKER));
  }

  private PinnedJvm start(Optional<Integer> core) {
    return PinnedJvm.start(
        new PinnedJvm.Plan(
            Parrot.class.getName(),
            ClassPaths.own(),
            List.of("-Xmx64m"),
            core,
            Fork.object().put("name", "Polly"),
            directory.resolve("log")));
  }
}
