package io.tidewatch.cluster;

import java.time.Instant;
import java.util.Optional;

/**
 * A process of this machine, told by its start from another that got the same number later.
 *
 * @param pid its number
 * @param startedAt when it started, as the system says; {@link Instant#EPOCH} if it does not say
 */
public record ProcessId(long pid, Instant startedAt) {
  static ProcessId of(ProcessHandle process) {
    return new ProcessId(process.pid(), process.info().startInstant().orElse(Instant.EPOCH));
  }

  /** Returns the process; empty if it has ended, also if nobody took note of its end (a zombie). */
  public Optional<ProcessHandle> process() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(found -> found.info().command().isPresent())
        .filter(found -> of(found).startedAt().equals(startedAt));
  }
}
