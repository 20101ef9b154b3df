package io.tidewatch.training.imports.dl4j;

import io.tidewatch.training.export.Dl4jExport;
import io.tidewatch.training.imports.ImportedProbe;
import java.util.List;

/** A rebuilt network of either of DL4J's classes, with the parameters of the zip. */
interface Dl4jNetwork {
  /** Returns the names of its outputs, in the order of the export. */
  List<String> outputs();

  /** Returns layers and weights, with the sources of a churn network as inputs. */
  Dl4jExport export();

  /** Computes state and outputs with DL4J, from a zero state; outputs as {@link #outputs}. */
  ImportedProbe compute(ImportedProbe probe);
}
