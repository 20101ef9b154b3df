package io.tidewatch.cluster.flink;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;

/**
 * The class path of Flink's processes: that of this process, less what the job's jar brings, so
 * that a job finds there what it would find on any Flink cluster. Stateless.
 */
public final class FlinkClassPath {
  private static final String OWN = "io/tidewatch/";

  /** Compression, which Flink brings for itself, and ZooKeeper's snapshots need. */
  private static final List<String> OF_BOTH = List.of("org/xerial/snappy/", "net/jpountz/");

  private FlinkClassPath() {}

  /**
   * Returns the class path.
   *
   * @param classPath class path of this process
   * @param jobJar jar of the job, with all that it brings
   */
  public static String without(String classPath, Path jobJar) {
    Set<String> brought = classes(jobJar);
    return Arrays.stream(classPath.split(File.pathSeparator))
        .filter(entry -> entry.endsWith(".jar") && Files.isRegularFile(Path.of(entry)))
        .filter(entry -> foreign(Path.of(entry), brought))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Whether a jar is neither ours nor in the job's jar; its first class tells. */
  private static boolean foreign(Path jar, Set<String> brought) {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream()
          .map(ZipEntry::getName)
          .filter(FlinkClassPath::isClass)
          .findFirst()
          .map(
              name ->
                  OF_BOTH.stream().anyMatch(name::startsWith)
                      || !name.startsWith(OWN) && !brought.contains(name))
          .orElse(true);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + jar, e);
    }
  }

  private static Set<String> classes(Path jar) {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream()
          .map(ZipEntry::getName)
          .filter(FlinkClassPath::isClass)
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the job in " + jar, e);
    }
  }

  private static boolean isClass(String name) {
    return name.endsWith(".class")
        && !name.startsWith("META-INF/")
        && !name.endsWith("-info.class");
  }
}
