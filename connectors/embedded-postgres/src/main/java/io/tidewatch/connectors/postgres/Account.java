package io.tidewatch.connectors.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * As whom the server runs. It refuses to run as root, as which many build machines run everything:
 * there it gets a user namespace in which it is somebody else, or, where the kernel grants none,
 * the account {@code nobody}.
 *
 * @param prefix words before each command
 * @param changes whether files must be given to {@code nobody}
 */
record Account(List<String> prefix, boolean changes) {
  private static final Account SELF = new Account(List.of(), false);
  private static final Account NAMESPACE = new Account(List.of("unshare", "--user"), false);
  private static final List<Account> NOBODY =
      List.of(
          new Account(
              List.of("setpriv", "--reuid=nobody", "--regid=65534", "--clear-groups"), true),
          new Account(List.of("runuser", "--user", "nobody", "--"), true));

  /** Open to all accounts, unlike, perhaps, the way to where this process keeps its own files. */
  private static final Path OPEN = Path.of("/tmp");

  /**
   * Returns the first that works on this machine.
   *
   * @throws IllegalStateException if this process is root and none does
   */
  static Account choose() {
    if (!"root".equals(System.getProperty("user.name"))) {
      return SELF;
    }
    if (NAMESPACE.works()) {
      return NAMESPACE;
    }
    return NOBODY.stream()
        .filter(Account::works)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "PostgreSQL does not run as root, and unshare, setpriv and runuser all fail"
                        + " here; run the tests under another account, or install util-linux"));
  }

  private boolean works() {
    try {
      Process process =
          new ProcessBuilder(Stream.concat(prefix.stream(), Stream.of("true")).toList())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false; // there is no such program
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while looking for an account", e);
    }
  }

  Path newDirectory(String name) throws IOException {
    return changes ? Files.createTempDirectory(OPEN, name) : Files.createTempDirectory(name);
  }

  /** Gives the account all files below a folder. */
  void own(Path directory) throws IOException {
    if (!changes) {
      return;
    }
    var nobody =
        directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
    try (var files = Files.walk(directory)) {
      for (Path file : files.toList()) {
        Files.setOwner(file, nobody);
      }
    }
  }
}
