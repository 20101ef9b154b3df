package io.tidewatch.platform.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Files that hold something else than was written to them, as many bytes, until they are mended.
 * One thread.
 */
final class BrokenFiles {
  private static final long SEED = 1;

  private final Map<Path, Path> asideByFile = new LinkedHashMap<>();

  private BrokenFiles() {}

  /**
   * Breaks all files in a folder.
   *
   * @param folder the folder
   * @param aside an empty folder on the same disk, for what was in them
   */
  static BrokenFiles in(Path folder, Path aside) {
    BrokenFiles broken = new BrokenFiles();
    Random random = new Random(SEED);
    try (Stream<Path> files = Files.walk(folder)) {
      Files.createDirectories(aside);
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        broken.add(file, aside.resolve(Integer.toString(broken.asideByFile.size())), random);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot break the files in " + folder, e);
    }
    return broken;
  }

  private void add(Path file, Path aside, Random random) throws IOException {
    try {
      byte[] noise = new byte[Math.toIntExact(Files.size(file))];
      random.nextBytes(noise);
      Files.move(file, aside);
      asideByFile.put(file, aside);
      Files.write(file, noise);
    } catch (NoSuchFileException e) {
      return; // it was removed meanwhile
    }
  }

  /** Returns how many there are. */
  int count() {
    return asideByFile.size();
  }

  /** Gives them back what was in them. */
  void mend() {
    asideByFile.forEach(
        (file, aside) -> {
          try {
            Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
          } catch (IOException e) {
            throw new UncheckedIOException("cannot mend " + file, e);
          }
        });
  }
}
