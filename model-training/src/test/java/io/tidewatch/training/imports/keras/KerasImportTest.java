package io.tidewatch.training.imports.keras;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidewatch.models.LayerSpec;
import io.tidewatch.models.RefusedReleaseException;
import io.tidewatch.models.Release;
import io.tidewatch.models.Source;
import io.tidewatch.models.Task;
import io.tidewatch.training.imports.ImportFixtures;
import io.tidewatch.training.imports.RefusedImportException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Files in the layout of Keras 2, made by keras_models.py with h5py and numpy, without Keras. */
class KerasImportTest {
  @Test
  void aSequentialModelIsRead() throws RefusedReleaseException {
    Release release = imported("keras-mlp");

    assertThat(release.manifest().provenance().source()).isEqualTo(Source.KERAS);
    assertThat(release.manifest().provenance().trainer()).isEqualTo("imported from Keras 2.15.0");
    // The batch normalisation is in the weights before it, dropout is gone.
    assertThat(release.manifest().layers())
        .extracting(layer -> layer.getClass().getSimpleName())
        .containsExactly("Standardise", "Dense", "Dense");
    assertThat(release.probes()).hasSize(16);
  }

  @Test
  void aModelWithAnLstmIsRead() throws RefusedReleaseException {
    Release release = imported("keras-lstm");
    assertThat(((Task.Churn) release.manifest().task()).outputs())
        .containsExactly(Task.Churn.CHURN, Task.Churn.SPEND);
    assertThat(release.manifest().layers()).hasAtLeastOneElementOfType(LayerSpec.Lstm.class);
  }

  @Test
  void unknownLayersAreRefusedByName() {
    assertRefused(
        ImportFixtures.file("keras-gru.h5"), "layer 'gru' (GRU): has no kernel; use LSTM");
  }

  @Test
  void keras3IsRefusedByName() {
    assertRefused(
        ImportFixtures.file("keras-3.h5"), "the file was saved by Keras 3.4.1, known is Keras 2");
    assertRefused(new byte[] {'P', 'K', 3, 4}, "as Keras 3 saves models (.keras)");
  }

  @Test
  void probesAreNeeded() {
    assertThatExceptionOfType(RefusedImportException.class)
        .isThrownBy(
            () ->
                KerasImport.release(
                    ImportFixtures.file("keras-mlp.h5"), ImportFixtures.withoutProbes()))
        .withMessageContaining("needs --probes");
  }

  @Test
  void otherFilesAreRefused() {
    assertRefused("no HDF5".getBytes(UTF_8), "no HDF5 file");
  }

  @Test
  void cutFilesAreRefused() {
    byte[] file = ImportFixtures.file("keras-mlp.h5");
    // The last bytes may be padding.
    for (int length = 0; length < file.length - 2_048; length += 331) {
      byte[] cut = Arrays.copyOf(file, length);
      assertThatExceptionOfType(RefusedImportException.class)
          .isThrownBy(() -> KerasCompiler.compile(KerasModel.read(cut)));
    }
  }

  @Test
  void damageEndsInARefusalAndInNothingElse() {
    byte[] file = ImportFixtures.file("keras-lstm.h5");
    var random = new Random(3);
    int refused = 0;
    for (int i = 0; i < 2_000; i++) {
      byte[] damaged = file.clone();
      for (int j = 0; j < 8; j++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      try {
        KerasCompiler.compile(KerasModel.read(damaged));
      } catch (RefusedImportException expected) {
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  private static Release imported(String name) throws RefusedReleaseException {
    return Release.read(
        KerasImport.release(
            ImportFixtures.file(name + ".h5"), ImportFixtures.withProbes(name + ".json")));
  }

  private static void assertRefused(byte[] file, String because) {
    assertThatExceptionOfType(RefusedImportException.class)
        .isThrownBy(() -> KerasImport.release(file, ImportFixtures.withProbes("keras-mlp.json")))
        .withMessageContaining(because);
  }
}
