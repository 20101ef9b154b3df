package io.tidewatch.cluster.flink;

import io.tidewatch.cluster.plan.ClusterFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a job was made of, kept beside the cluster: the build may write its jar anew, and people may
 * change the configuration, while the cluster must be able to go back.
 *
 * @param jar jar of the job
 * @param config its configuration
 */
public record JobFiles(Path jar, Path config) {
  private static final String JAR = "job.jar";
  private static final String CONFIG = "scoring.";
  private static final int KEPT = 3;

  /** Keeps copies under the id of a job, and forgets those of long ago. */
  static void keep(ClusterFolder folder, String job, JobFiles files) {
    Path own = folder.jobs().resolve(job);
    String name = files.config.getFileName().toString();
    try {
      Files.createDirectories(own);
      JobFiles kept =
          new JobFiles(
              own.resolve(JAR), own.resolve(CONFIG + name.substring(name.lastIndexOf('.') + 1)));
      Files.copy(files.jar, kept.jar, StandardCopyOption.REPLACE_EXISTING);
      Files.copy(files.config, kept.config, StandardCopyOption.REPLACE_EXISTING);
      forget(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the jar of job " + job + " in " + own, e);
    }
  }

  /** Returns what a job was made of; empty if that was not kept. */
  public static Optional<JobFiles> of(ClusterFolder folder, String job) {
    return read(folder.jobs().resolve(job));
  }

  /** Returns what the newest job but one was made of; empty if that was not kept. */
  public static Optional<JobFiles> before(ClusterFolder folder, String job) {
    return newestFirst(folder).stream()
        .filter(own -> !own.getFileName().toString().equals(job))
        .findFirst()
        .flatMap(JobFiles::read);
  }

  private static Optional<JobFiles> read(Path own) {
    if (!Files.isRegularFile(own.resolve(JAR))) {
      return Optional.empty();
    }
    try (DirectoryStream<Path> configs = Files.newDirectoryStream(own, CONFIG + "*")) {
      for (Path config : configs) {
        return Optional.of(new JobFiles(own.resolve(JAR), config));
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + own, e);
    }
  }

  private static void forget(ClusterFolder folder) throws IOException {
    List<Path> all = newestFirst(folder);
    for (Path old : all.subList(Math.min(KEPT, all.size()), all.size())) {
      try (Stream<Path> files = Files.walk(old)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static List<Path> newestFirst(ClusterFolder folder) {
    if (!Files.isDirectory(folder.jobs())) {
      return List.of();
    }
    List<Path> all = new ArrayList<>();
    try (DirectoryStream<Path> jobs = Files.newDirectoryStream(folder.jobs())) {
      jobs.forEach(all::add);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder.jobs(), e);
    }
    all.sort(Comparator.comparing(JobFiles::keptAt).reversed());
    return all;
  }

  private static FileTime keptAt(Path own) {
    try {
      return Files.getLastModifiedTime(own);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look at " + own, e);
    }
  }
}
