package io.tidewatch.models;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidewatch.models.Archive.Entry;
import io.tidewatch.models.signing.SigningKey;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes a release: the same content gives the same bytes, on any machine and JDK. Used once, by
 * one thread.
 *
 * <pre>{@code
 * byte[] zip = new ReleaseWriter(manifest)
 *     .tensor("lstm/W", weights) // ... every tensor that the layers name
 *     .probe(new Probe(steps, features, state, outputs)) // at least one with 1,000 steps
 *     .source(modelFile) // of the kind that the manifest names
 *     .card(markdown)
 *     .signedBy(key)
 *     .write();
 * }</pre>
 */
public final class ReleaseWriter {
  private final Manifest manifest;
  private final SortedMap<String, List<Integer>> shapes;
  private final SortedMap<String, float[]> tensors = new TreeMap<>();
  private final List<Probe> probes = new ArrayList<>();
  private byte[] source;
  private byte[] card;
  private SigningKey key;

  /** Starts a release. */
  public ReleaseWriter(Manifest manifest) {
    this.manifest = manifest;
    shapes = ShapesGate.tensorsOf(manifest);
  }

  /** Returns whether the release needs a tensor, such as {@link Task.Churn#REFERENCE_FEATURES}. */
  public boolean needs(String tensor) {
    return shapes.containsKey(tensor);
  }

  /**
   * Adds one tensor, rows first; copied.
   *
   * @param name full name, such as {@code lstm/RW}
   * @throws IllegalArgumentException if no layer has that tensor, or it has another size
   */
  public ReleaseWriter tensor(String name, float[] values) {
    List<Integer> shape = shapes.get(name);
    if (shape == null) {
      throw new IllegalArgumentException(
          "tensor '" + name + "' belongs to no layer; the layers have " + shapes);
    }
    if (values.length != Tensors.count(shape)) {
      throw new IllegalArgumentException(
          "tensor '%s' has %d values, its shape %s needs %d"
              .formatted(name, values.length, shape, Tensors.count(shape)));
    }
    tensors.put(name, values.clone());
    return this;
  }

  /** Adds one probe. */
  public ReleaseWriter probe(Probe probe) {
    probes.add(probe);
    return this;
  }

  /** Sets the file that the model was made from, of the kind that the manifest names; copied. */
  public ReleaseWriter source(byte[] file) {
    source = file.clone();
    return this;
  }

  /** Sets the model card, Markdown. */
  public ReleaseWriter card(String markdown) {
    card = markdown.getBytes(UTF_8);
    return this;
  }

  /** Sets the key that signs; without one the release can be signed later. */
  public ReleaseWriter signedBy(SigningKey signingKey) {
    key = signingKey;
    return this;
  }

  /**
   * Returns the zip, which has passed all gates that do not depend on the job.
   *
   * @throws IllegalStateException if a tensor, the source or the card is missing
   * @throws RefusedReleaseException if the job would refuse it
   */
  public byte[] write() throws RefusedReleaseException {
    Map<Entry, byte[]> contents = contents();
    byte[] zip = key == null ? Archive.write(contents) : ReleaseSignature.sign(contents, key);
    Release.read(zip);
    return zip;
  }

  /** Returns the entries, not verified. */
  Map<Entry, byte[]> contents() {
    require(tensors.keySet().equals(shapes.keySet()), "tensors " + missingTensors());
    require(source != null, "the source, the file that the model was made from");
    require(card != null, "the model card");
    int stepWidth = Ports.of(manifest.task()).stepWidth();
    var probeFloats = new ArrayList<float[]>();
    for (Probe probe : probes) {
      probeFloats.addAll(List.of(probe.steps(), probe.features(), probe.state(), probe.outputs()));
    }
    var contents = new EnumMap<Entry, byte[]>(Entry.class);
    contents.put(
        Entry.MANIFEST,
        ManifestJson.write(
            new ManifestJson.Document(
                manifest,
                shapes,
                probes.stream().map(probe -> probe.steps().length / stepWidth).toList())));
    contents.put(Entry.WEIGHTS, Float32File.write(List.copyOf(tensors.values())));
    contents.put(Entry.PROBES, Float32File.write(probeFloats));
    contents.put(Entry.CARD, card);
    contents.put(Entry.SOURCE, source);
    return contents;
  }

  private List<String> missingTensors() {
    return shapes.keySet().stream().filter(name -> !tensors.containsKey(name)).toList();
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException("the release lacks " + what);
    }
  }
}
