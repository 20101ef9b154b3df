package io.tidewatch.training.imports.keras;

import java.util.HashMap;
import java.util.Map;

/** The members of a group, and texts in global heaps. */
final class Hdf5Links {
  private static final int MAX_MEMBERS = 2_000;
  private static final int MAX_DEPTH = 6;
  private static final int ENTRY = 40;

  private final Hdf5File file;
  private final long names;
  private final Map<String, Long> members = new HashMap<>();
  private int nodes;

  private Hdf5Links(Hdf5File file, long names) {
    this.file = file;
    this.names = names;
  }

  /**
   * Returns the address of the object header of each member by name.
   *
   * @param tree address of the B-tree
   * @param heap address of the local heap with the names
   */
  static Map<String, Long> read(Hdf5File file, long tree, long heap) {
    file.requireSignature(heap, "HEAP");
    var links = new Hdf5Links(file, file.int64(heap + 24));
    links.tree(tree, 0);
    return links.members;
  }

  private void tree(long at, int depth) {
    file.requireSignature(at, "TREE");
    int level = file.int8(at + 5);
    int used = file.int16(at + 6);
    if (depth > MAX_DEPTH || ++nodes > MAX_MEMBERS) {
      throw Hdf5File.refused(at, "a group that is too deep or too large");
    }
    for (int i = 0; i < used; i++) {
      // Keys and children alternate, a key first.
      long child = file.int64(at + 24 + 16L * i + 8);
      if (level > 0) {
        tree(child, depth + 1);
      } else {
        symbols(child);
      }
    }
  }

  private void symbols(long at) {
    file.requireSignature(at, "SNOD");
    int count = file.int16(at + 6);
    for (int i = 0; i < count; i++) {
      long entry = at + 8 + (long) i * ENTRY;
      members.put(file.name(names + file.int64(entry)), file.int64(entry + 8));
      if (members.size() > MAX_MEMBERS) {
        throw Hdf5File.refused(at, "a group of more than " + MAX_MEMBERS + " members");
      }
    }
  }

  /** Returns a text of a global heap. */
  static String heapText(Hdf5File file, long collection, int index, long length) {
    file.requireSignature(collection, "GCOL");
    long end = collection + file.int64(collection + 8);
    for (long at = collection + 16; at + 16 <= end; ) {
      int found = file.int16(at);
      long size = file.int64(at + 8);
      if (found == index && length <= size) {
        return file.text(at + 16, length);
      }
      if (found == 0 || size < 0 || size > Integer.MAX_VALUE) {
        break;
      }
      at += 16 + (size + 7) / 8 * 8;
    }
    throw Hdf5File.refused(collection, "no text number " + index + " in the heap");
  }
}
