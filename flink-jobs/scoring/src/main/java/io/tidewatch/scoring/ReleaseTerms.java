package io.tidewatch.scoring;

import io.tidewatch.models.Admission;
import io.tidewatch.models.signing.TrustedKeys;
import io.tidewatch.models.signing.VerifyingKey;
import io.tidewatch.scoring.artifacts.ArtifactReader;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.MemorySize;

/**
 * What the job demands of releases, in the form that travels to the loader.
 *
 * @param trustedKeys public keys as {@link VerifyingKey#base64()} writes them
 * @param allowUnsigned whether a release may do without the signature of one of them
 * @param maxMultiplyAdds the most that a step and a score may cost together
 * @param qualityTolerance how much worse than the champion a metric may be
 * @param maxSize size above which a zip is not read
 * @param stores beginnings of the addresses that releases may come from; none: any
 * @param fetchTimeout how long fetching a zip over HTTP may take
 * @param httpHeaders sent with requests over HTTPS
 */
record ReleaseTerms(
    List<String> trustedKeys,
    boolean allowUnsigned,
    long maxMultiplyAdds,
    double qualityTolerance,
    MemorySize maxSize,
    List<String> stores,
    Duration fetchTimeout,
    Map<String, String> httpHeaders)
    implements Serializable {
  ReleaseTerms {
    // Of types that Java can serialize, whatever came.
    trustedKeys = new ArrayList<>(trustedKeys);
    stores = new ArrayList<>(stores);
    httpHeaders = new HashMap<>(httpHeaders);
  }

  Admission admission() {
    TrustedKeys keys = TrustedKeys.of(trustedKeys.stream().map(VerifyingKey::parse).toList());
    return new Admission(allowUnsigned ? keys.orUnsigned() : keys, maxMultiplyAdds);
  }

  ArtifactReader artifacts() {
    return new ArtifactReader(maxSize.getBytes(), stores, fetchTimeout, httpHeaders);
  }

  /** Never shows the headers, which may be secrets. */
  @Override
  public String toString() {
    return "release terms with keys " + trustedKeys + " and stores " + stores;
  }
}
