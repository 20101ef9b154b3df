package io.tidewatch.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.util.ClassSecurityValidator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedRecordsTest {

  @Test
  void recordsAreReadWithoutASystemProperty() throws IOException {
    assertThat(System.getProperty("org.apache.avro.SERIALIZABLE_PACKAGES")).isNull();
    PurchaseEvent purchase =
        PurchaseEvent.newBuilder()
            .setEventId("e")
            .setCustomerId("c")
            .setOccurredAt(Instant.ofEpochSecond(1))
            .setKind(PurchaseKind.REFUND)
            .setOrderId("o")
            .setCurrency("EUR")
            .setAmountMinor(5)
            .build();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    new SpecificDatumWriter<>(PurchaseEvent.class).write(purchase, encoder);
    encoder.flush();
    PurchaseEvent read =
        new SpecificDatumReader<>(PurchaseEvent.class)
            .read(null, DecoderFactory.get().binaryDecoder(out.toByteArray(), null));
    assertThat(read).isEqualTo(purchase);
  }

  /** In a class loader of its own, where nothing else of the package has been loaded before. */
  @ParameterizedTest
  @ValueSource(classes = {OfferRules.class, AlertRules.class})
  void aRecordClassThatIsLoadedFirstMakesItsDefaults(Class<?> type) throws Exception {
    try (URLClassLoader alone =
        new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
      Class<?> loaded = Class.forName(type.getName(), true, alone);
      Object builder = loaded.getMethod("newBuilder").invoke(null);
      Object built = builder.getClass().getMethod("build").invoke(builder);
      assertThat(built).isInstanceOf(loaded).isNotInstanceOf(type);
    }
  }

  private static URL[] classPath() throws IOException {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      urls.add(Path.of(entry).toUri().toURL());
    }
    return urls.toArray(URL[]::new);
  }

  @Test
  void otherClassesStayUntrusted() {
    assertThat(OfferRules.newBuilder().build()).isNotNull();
    assertThatThrownBy(() -> ClassSecurityValidator.validate(ProcessBuilder.class))
        .isInstanceOf(SecurityException.class);
    assertThatThrownBy(() -> ClassSecurityValidator.validate(SchemaHistory.class))
        .isInstanceOf(SecurityException.class);
  }
}
