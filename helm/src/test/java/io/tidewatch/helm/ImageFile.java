package io.tidewatch.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * A container image as {@code docker save} would write it: a tar of its configuration and of its
 * layers, each a tar of files. No engine is needed to read it.
 *
 * @param config what a container starts with
 * @param files all entries of the layers, folders too, by their paths without the leading slash
 */
record ImageFile(Path tar, JsonNode config, Map<String, TarArchiveEntry> files) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static ImageFile read(Path tar) throws IOException {
    JsonNode manifest = JSON.readTree(member(tar, "manifest.json")).get(0);
    Map<String, TarArchiveEntry> files = new TreeMap<>();
    ImageFile image =
        new ImageFile(tar, JSON.readTree(member(tar, manifest.path("Config").asText())), files);
    for (String layer : layers(manifest)) {
      image.forEach(layer, (entry, content) -> files.put(entry.getName(), entry));
    }
    return image;
  }

  /** Writes the files of all layers below a folder. */
  void extract(Path folder) throws IOException {
    for (String layer : layers(JSON.readTree(member(tar, "manifest.json")).get(0))) {
      forEach(
          layer,
          (entry, content) -> {
            Path target = folder.resolve(entry.getName()).normalize();
            if (!target.startsWith(folder)) {
              throw new IOException(entry.getName() + " leads out of the image");
            }
            if (entry.isDirectory()) {
              Files.createDirectories(target);
            } else {
              Files.createDirectories(target.getParent());
              Files.copy(content, target);
            }
          });
    }
  }

  private void forEach(String layer, Visitor visitor) throws IOException {
    try (TarArchiveInputStream outer = open(tar)) {
      seek(outer, layer);
      TarArchiveInputStream inner =
          new TarArchiveInputStream(new GZIPInputStream(new BufferedInputStream(outer)));
      for (TarArchiveEntry entry = inner.getNextEntry();
          entry != null;
          entry = inner.getNextEntry()) {
        visitor.visit(entry, inner);
      }
    }
  }

  private static List<String> layers(JsonNode manifest) {
    List<String> layers = new ArrayList<>();
    manifest.path("Layers").forEach(layer -> layers.add(layer.asText()));
    return layers;
  }

  private static InputStream member(Path tar, String name) throws IOException {
    try (TarArchiveInputStream in = open(tar)) {
      seek(in, name);
      return new ByteArrayInputStream(in.readAllBytes());
    }
  }

  private static TarArchiveInputStream open(Path tar) throws IOException {
    return new TarArchiveInputStream(new BufferedInputStream(Files.newInputStream(tar)));
  }

  private static void seek(TarArchiveInputStream in, String name) throws IOException {
    TarArchiveEntry entry;
    do {
      entry = in.getNextEntry();
      if (entry == null) {
        throw new IOException("the image has no " + name);
      }
    } while (!entry.getName().equals(name));
  }

  /** Sees one entry of a layer. */
  @FunctionalInterface
  private interface Visitor {
    void visit(TarArchiveEntry entry, InputStream content) throws IOException;
  }
}
