package io.tidewatch.scoring.artifacts;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystem.WriteMode;
import org.apache.flink.core.fs.Path;

/**
 * A place that keeps release zips under the name of their SHA-256, {@code <digest>.zip}. What is
 * there never changes: the same bytes may be put again, others are refused. Thread-safe.
 */
public final class ArtifactStore {
  /** Objects of these become visible whole and under their own name when they are closed. */
  private static final Set<String> OBJECT_STORES =
      Set.of("s3", "s3a", "s3p", "gs", "abfs", "abfss", "wasb", "wasbs", "oss");

  private static final Pattern NAME = Pattern.compile("([0-9a-f]{64})\\.zip");

  private final String folder;
  private final ArtifactReader reader;

  /**
   * Creates a store.
   *
   * @param folder absolute URI of a folder, bucket or HTTP(S) path
   * @param reader reads what is there already
   */
  public ArtifactStore(String folder, ArtifactReader reader) {
    this.folder = folder.endsWith("/") ? folder : folder + "/";
    this.reader = reader;
  }

  /** Returns the address of an artifact in this store, whether it is there or not. */
  public String address(String sha256) {
    return folder + sha256 + ".zip";
  }

  /**
   * Reads an artifact. What is read is not to be trusted: nothing says yet that it has that digest.
   *
   * @throws IOException if it is not there, or cannot be read
   */
  public byte[] get(String sha256) throws IOException {
    return reader.read(address(sha256));
  }

  /**
   * Returns the digests of all artifacts, in order; none if the folder does not exist.
   *
   * @throws IOException if it cannot be listed; an HTTP store never can
   */
  public List<String> digests() throws IOException {
    if (ArtifactAddress.isHttp(folder)) {
      throw new IOException(
          ArtifactAddress.shown(folder) + " cannot be listed; give all 64 digits of the SHA-256");
    }
    Path path = new Path(folder);
    FileSystem files = path.getFileSystem();
    List<String> digests = new ArrayList<>();
    if (exists(files, path)) {
      for (FileStatus file : files.listStatus(path)) {
        Matcher name = NAME.matcher(file.getPath().getName());
        if (name.matches()) {
          digests.add(name.group(1));
        }
      }
    }
    digests.sort(Comparator.naturalOrder());
    return digests;
  }

  /**
   * Keeps an artifact. An HTTP store is only read from: there it must have been put by other means.
   *
   * @return its address
   * @throws IOException if it cannot be written, if other bytes are kept under its digest, or if an
   *     HTTP store does not have it
   */
  public String put(byte[] artifact) throws IOException {
    String sha256 = HexFormat.of().formatHex(sha256(artifact));
    String address = address(sha256);
    if (ArtifactAddress.isHttp(folder)) {
      requireServed(address, artifact);
    } else {
      Path path = new Path(address);
      FileSystem files = path.getFileSystem();
      if (exists(files, path)) {
        requireSame(address, artifact, reader.read(address));
      } else {
        write(files, path, artifact);
      }
    }
    return address;
  }

  private void requireServed(String address, byte[] artifact) throws IOException {
    byte[] there;
    try {
      there = reader.read(address);
    } catch (IOException e) {
      throw new IOException(
          e.getMessage() + "; an HTTP store is only read: upload the release there under that name",
          e);
    }
    requireSame(address, artifact, there);
  }

  private static void requireSame(String address, byte[] artifact, byte[] there)
      throws IOException {
    if (!Arrays.equals(artifact, there)) {
      throw new IOException(
          "%s holds other bytes (SHA-256 %s); what is kept under a digest never changes: remove the damaged file and push again"
              .formatted(ArtifactAddress.shown(address), HexFormat.of().formatHex(sha256(there))));
    }
  }

  private static boolean exists(FileSystem files, Path path) throws IOException {
    try {
      return files.exists(path);
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  /** A reader never sees half a file: written aside, then moved, where files grow visibly. */
  private static void write(FileSystem files, Path path, byte[] artifact) throws IOException {
    if (OBJECT_STORES.contains(path.toUri().getScheme())) {
      writeThere(files, path, artifact);
      return;
    }
    files.mkdirs(path.getParent());
    Path aside = path.suffix("." + UUID.randomUUID() + ".part");
    writeThere(files, aside, artifact);
    if (!files.rename(aside, path)) {
      files.delete(aside, false);
      throw new IOException("cannot move " + aside + " to " + path);
    }
  }

  private static void writeThere(FileSystem files, Path path, byte[] artifact) throws IOException {
    try (FSDataOutputStream out = files.create(path, WriteMode.NO_OVERWRITE)) {
      out.write(artifact);
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
