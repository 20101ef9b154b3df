package io.tidewatch.training.imports;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.TreeMap;

/** Model files that other tools wrote; the scripts that made them lie beside them. */
public final class ImportFixtures {
  private ImportFixtures() {}

  /** Returns a file of the resource folder of this package. */
  public static byte[] file(String name) {
    try (InputStream in = ImportFixtures.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns options with the probes of the exporting side. */
  public static ImportOptions withProbes(String name) {
    return options(Optional.of(file(name)));
  }

  /** Returns options without probes. */
  public static ImportOptions withoutProbes() {
    return options(Optional.empty());
  }

  /** Returns options without probes that let an engine compute what has no kernel. */
  public static ImportOptions withEngine() {
    return new ImportOptions("churn", "7", "# Card\n", 28, new TreeMap<>(), true, Optional.empty());
  }

  private static ImportOptions options(Optional<byte[]> probes) {
    return new ImportOptions("churn", "7", "# Card\n", 28, new TreeMap<>(), false, probes);
  }
}
