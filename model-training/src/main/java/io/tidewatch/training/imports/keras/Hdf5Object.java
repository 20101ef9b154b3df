package io.tidewatch.training.imports.keras;

import io.tidewatch.training.imports.RefusedImportException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A group or a dataset of an HDF5 file, with its attributes. */
final class Hdf5Object {
  private static final int DATASPACE = 0x01;
  private static final int DATATYPE = 0x03;
  private static final int LAYOUT = 0x08;
  private static final int FILTERS = 0x0b;
  private static final int ATTRIBUTE = 0x0c;
  private static final int CONTINUATION = 0x10;
  private static final int SYMBOL_TABLE = 0x11;
  private static final int ATTRIBUTE_INFO = 0x15;

  private static final int MAX_MESSAGES = 2_000;
  private static final int MAX_RANK = 4;
  private static final int MAX_VALUES = 8 << 20;
  private static final int MAX_TEXT = 4 << 20;
  private static final int SHARED = 2;

  private record Attribute(Hdf5Type type, List<Integer> dims, long data) {}

  private final Hdf5File file;
  private final long header;
  private final Map<String, Attribute> attributes = new HashMap<>();
  private Map<String, Long> children = Map.of();
  private Hdf5Type type;
  private List<Integer> dims = List.of();
  private long data = -1;
  private int messages;

  Hdf5Object(Hdf5File file, long header) {
    this.file = file;
    this.header = header;
    if (file.int8(header) != 1) {
      throw Hdf5File.refused(
          header, "object header version " + file.int8(header) + "; save it with h5py's defaults");
    }
    readBlock(header + 16, file.int32(header + 8) & 0xffff_ffffL);
  }

  private void readBlock(long from, long length) {
    long end = from + length;
    for (long at = from; at + 8 <= end; ) {
      if (++messages > MAX_MESSAGES) {
        throw Hdf5File.refused(header, "more than " + MAX_MESSAGES + " messages");
      }
      int kind = file.int16(at);
      int size = file.int16(at + 2);
      if ((file.int8(at + 4) & SHARED) != 0 && (kind == DATATYPE || kind == DATASPACE)) {
        throw Hdf5File.refused(at, "a shared type; save it with h5py's defaults");
      }
      readMessage(kind, at + 8);
      at += 8 + size;
    }
  }

  private void readMessage(int kind, long at) {
    switch (kind) {
      case DATASPACE -> dims = dataspace(at);
      case DATATYPE -> type = Hdf5Type.read(file, at);
      case LAYOUT -> data = layout(at);
      case FILTERS -> throw Hdf5File.refused(at, "compressed values; save the weights plainly");
      case ATTRIBUTE -> attribute(at);
      case ATTRIBUTE_INFO ->
          throw Hdf5File.refused(at, "attributes in a heap; save it with h5py's defaults");
      case CONTINUATION -> readBlock(file.int64(at), file.int64(at + 8));
      case SYMBOL_TABLE -> children = Hdf5Links.read(file, file.int64(at), file.int64(at + 8));
      default -> {
        // Times, fill values and the like.
      }
    }
  }

  private List<Integer> dataspace(long at) {
    int version = file.int8(at);
    int rank = file.int8(at + 1);
    if (version < 1 || version > 2 || rank > MAX_RANK) {
      throw Hdf5File.refused(at, "a dataspace of version " + version + " and rank " + rank);
    }
    long from = version == 1 ? at + 8 : at + 4;
    var extents = new ArrayList<Integer>();
    long count = 1;
    for (int i = 0; i < rank; i++) {
      long extent = file.int64(from + 8L * i);
      count = extent < 0 || extent > MAX_VALUES ? Long.MAX_VALUE : count * extent;
      if (count > MAX_VALUES) {
        throw Hdf5File.refused(at, "more than " + MAX_VALUES + " values");
      }
      extents.add((int) extent);
    }
    return extents;
  }

  private long layout(long at) {
    int version = file.int8(at);
    int kind = file.int8(at + 1);
    if (version == 3 && kind == 0) {
      return at + 4;
    } else if ((version == 3 || version == 4) && kind == 1) {
      return file.int64(at + 2);
    }
    throw Hdf5File.refused(
        at, "values in chunks (layout %d.%d); save the weights plainly".formatted(version, kind));
  }

  private void attribute(long at) {
    int version = file.int8(at);
    if (version < 1 || version > 3) {
      throw Hdf5File.refused(at, "an attribute of version " + version);
    }
    int nameSize = file.int16(at + 2);
    int typeSize = file.int16(at + 4);
    int spaceSize = file.int16(at + 6);
    long from = version == 3 ? at + 9 : at + 8;
    String name = file.text(from, nameSize);
    long typeAt = from + padded(nameSize, version);
    long spaceAt = typeAt + padded(typeSize, version);
    long dataAt = spaceAt + padded(spaceSize, version);
    attributes.put(name, new Attribute(Hdf5Type.read(file, typeAt), dataspace(spaceAt), dataAt));
  }

  private static int padded(int size, int version) {
    return version == 1 ? (size + 7) / 8 * 8 : size;
  }

  boolean has(String attribute) {
    return attributes.containsKey(attribute);
  }

  /** Returns an attribute that is one text. */
  String text(String attribute) {
    List<String> texts = texts(attribute);
    if (texts.size() != 1) {
      throw Hdf5File.refused(
          header, "attribute '" + attribute + "' has " + texts.size() + " texts");
    }
    return texts.get(0);
  }

  /** Returns an attribute that is a list of texts. */
  List<String> texts(String attribute) {
    Attribute found = attributes.get(attribute);
    if (found == null) {
      throw Hdf5File.refused(
          header, "no attribute '" + attribute + "'; save the whole model with Keras 2");
    }
    int count = found.dims().stream().reduce(1, (a, b) -> a * b);
    var texts = new ArrayList<String>();
    long all = 0;
    for (int i = 0; i < count; i++) {
      String text = element(found, i);
      all += text.length() + 1L;
      if (all > MAX_TEXT) {
        throw Hdf5File.refused(header, "attribute '" + attribute + "' is longer than " + MAX_TEXT);
      }
      texts.add(text);
    }
    return texts;
  }

  private String element(Attribute attribute, int index) {
    long at = attribute.data() + (long) index * attribute.type().bytes();
    return switch (attribute.type().kind()) {
      case TEXT -> file.text(at, attribute.type().bytes());
      case HEAP_TEXT ->
          Hdf5Links.heapText(
              file, file.int64(at + 4), file.int32(at + 12), file.int32(at) & 0xffff_ffffL);
      default -> throw Hdf5File.refused(at, "an attribute that is no text");
    };
  }

  /** Returns the member of a group. */
  Hdf5Object child(String name) {
    Hdf5Object object = this;
    for (String part : name.split("/")) {
      Long at = object.children.get(part);
      if (at == null) {
        throw new RefusedImportException(
            "the HDF5 file has no '%s'; save the whole model with Keras 2"
                .formatted(RefusedImportException.printable(name)));
      }
      object = new Hdf5Object(file, at);
    }
    return object;
  }

  /** Returns the extents of a dataset. */
  List<Integer> dims() {
    return dims;
  }

  /** Returns the values of a dataset of 32-bit floats, rows first. */
  double[] values() {
    if (type == null || type.kind() != Hdf5Type.Kind.FLOAT || data < 0) {
      throw Hdf5File.refused(header, "weights that are no 32-bit floats; save them as float32");
    }
    int count = dims.stream().reduce(1, (a, b) -> a * b);
    file.text(data + (long) count * Float.BYTES, 0); // reaches into the file, or is refused
    var values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = file.float32(data + (long) i * Float.BYTES);
    }
    return values;
  }
}
