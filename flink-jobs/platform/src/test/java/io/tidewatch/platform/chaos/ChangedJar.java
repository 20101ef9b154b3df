package io.tidewatch.platform.chaos;

import io.tidewatch.platform.cluster.LocalInstallation;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** The job's jar with something else in one of its classes. */
final class ChangedJar {
  private static final String SOURCES = "flink-jobs/scoring/src/main/java";
  private static final String WRITER = "io/tidewatch/scoring/DecisionWriter";
  private static final String SCORE = ".setChurn(score.churn())";

  private ChangedJar() {}

  /**
   * Makes a jar that publishes half of each probability to leave.
   *
   * @param root the project's folder
   * @param folder for the jar and what it is made of
   */
  static Path halvingScores(Path root, Path folder) throws IOException {
    String source = Files.readString(root.resolve(SOURCES).resolve(WRITER + ".java"));
    if (!source.contains(SCORE)) {
      throw new IllegalStateException("there is no " + SCORE + " in " + WRITER + " any more");
    }
    Path changed = folder.resolve("changed").resolve(WRITER + ".java");
    Files.createDirectories(changed.getParent());
    Files.writeString(changed, source.replace(SCORE, ".setChurn(score.churn() / 2)"));
    Path classes = Files.createDirectories(folder.resolve("classes"));
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                List.of(
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        classes.toString(),
                        changed.toString())
                    .toArray(String[]::new));
    if (code != 0) {
      throw new IllegalStateException("the changed class does not compile");
    }
    Path jar = folder.resolve("changed-job.jar");
    Files.copy(LocalInstallation.find().jobJar(), jar, StandardCopyOption.REPLACE_EXISTING);
    try (FileSystem inside = FileSystems.newFileSystem(jar);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(
            file,
            inside.getPath(classes.relativize(file).toString()),
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return jar;
  }
}
