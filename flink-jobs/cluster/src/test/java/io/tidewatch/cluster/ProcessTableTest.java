package io.tidewatch.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProcessTableTest {
  @TempDir Path folder;

  @Test
  void isReadAsItWasWritten() {
    ProcessTable table =
        new ProcessTable(
            new ProcessId(1, Instant.EPOCH),
            Map.of(
                "broker-1",
                new ProcessTable.Entry(
                    new ProcessId(42, Instant.parse("2026-01-01T00:00:00.120Z")), 3)));
    Path file = folder.resolve("processes.json");

    table.write(file);

    assertThat(ProcessTable.read(file)).contains(table);
  }

  @Test
  void nothingIsThereBeforeTheFirstStart() {
    assertThat(ProcessTable.read(folder.resolve("processes.json"))).isEmpty();
  }

  @Test
  void aProcessIsFoundByNumberAndStart() {
    ProcessId self = ProcessId.of(ProcessHandle.current());

    assertThat(self.process()).contains(ProcessHandle.current());
  }

  @Test
  void anotherProcessThatGotTheNumberIsNotTakenForIt() {
    ProcessId self = ProcessId.of(ProcessHandle.current());

    assertThat(new ProcessId(self.pid(), self.startedAt().minusSeconds(3600)).process()).isEmpty();
  }
}
