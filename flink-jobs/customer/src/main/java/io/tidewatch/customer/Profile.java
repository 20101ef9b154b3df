package io.tidewatch.customer;

import io.tidewatch.schemas.ConsentPurpose;
import io.tidewatch.schemas.CustomerProfile;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/**
 * What the newest customer profile says: consents, locale, time zone, segments. The profile with
 * the newest occurredAt counts as a whole, in whatever order they arrive. No name, address or other
 * personal data is kept.
 */
final class Profile {
  private static final int MAX_SEGMENTS = 64;
  private static final int MAX_TEXT = 64;
  private static final int[] NO_SEGMENTS = {};

  private long occurredAtMicros;
  private int consents;
  private ChannelConsents channelConsents = ChannelConsents.NONE;
  private String locale = "und";
  private String timeZone = "UTC";
  private ZoneId zone;
  private int[] segments = NO_SEGMENTS;

  void fold(CustomerProfile profile, long profileAtMicros) {
    if (profileAtMicros < occurredAtMicros) {
      return;
    }
    occurredAtMicros = profileAtMicros;
    consents = 0;
    for (var consent : profile.getConsents()) {
      if (!consent.getChannels().isEmpty()) {
        continue;
      }
      int bit = 1 << consent.getPurpose().ordinal();
      consents = consent.getGranted() ? consents | bit : consents & ~bit;
    }
    consents &= ~(1 << ConsentPurpose.UNKNOWN.ordinal());
    channelConsents = ChannelConsents.of(profile.getConsents());
    locale = kept(profile.getLocale(), "und");
    timeZone = kept(profile.getTimeZone(), "UTC");
    zone = null;
    segments = hashes(profile.getSegments());
  }

  /** As an empty profile of that time would: an older one that comes later changes nothing. */
  void remove(long removedAtMicros) {
    if (removedAtMicros < occurredAtMicros) {
      return;
    }
    clear();
    occurredAtMicros = removedAtMicros;
  }

  void clear() {
    occurredAtMicros = 0;
    consents = 0;
    channelConsents = ChannelConsents.NONE;
    locale = "und";
    timeZone = "UTC";
    zone = null;
    segments = NO_SEGMENTS;
  }

  /** Tags and zone ids are short ASCII; what is not is as good as unknown. */
  private static String kept(String text, String otherwise) {
    boolean ascii = text.chars().allMatch(c -> c > ' ' && c < 127);
    return ascii && !text.isEmpty() && text.length() <= MAX_TEXT ? text : otherwise;
  }

  private static int[] hashes(List<String> names) {
    return names.stream().limit(MAX_SEGMENTS).mapToInt(TextHash::of32).toArray();
  }

  boolean isEmpty() {
    return occurredAtMicros == 0;
  }

  boolean consents(ConsentPurpose purpose) {
    return (consents >>> purpose.ordinal() & 1) == 1;
  }

  boolean consents(ConsentPurpose purpose, String channel) {
    return purpose != ConsentPurpose.UNKNOWN
        && channelConsents.consents(purpose, channel, consents(purpose));
  }

  String locale() {
    return locale;
  }

  /** UTC where the profile's zone is not known to this JVM. */
  ZoneId timeZone() {
    if (zone == null) {
      try {
        zone = ZoneId.of(timeZone);
      } catch (DateTimeException unknown) {
        zone = ZoneOffset.UTC;
      }
    }
    return zone;
  }

  boolean inSegment(String segment) {
    int hash = TextHash.of32(segment);
    for (int known : segments) {
      if (known == hash) {
        return true;
      }
    }
    return false;
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(occurredAtMicros);
    out.writeByte(consents);
    Packing.writeText(out, locale);
    Packing.writeText(out, timeZone);
    out.writeByte(segments.length);
    for (int segment : segments) {
      out.writeInt(segment);
    }
    channelConsents.write(out);
  }

  void read(DataInput in, int layoutVersion) throws IOException {
    occurredAtMicros = in.readLong();
    consents = in.readUnsignedByte();
    locale = Packing.readText(in);
    timeZone = Packing.readText(in);
    int count = in.readUnsignedByte();
    if (count > MAX_SEGMENTS) {
      throw Packing.impossible("segments", count + " > " + MAX_SEGMENTS);
    }
    segments = count == 0 ? NO_SEGMENTS : new int[count];
    for (int i = 0; i < count; i++) {
      segments[i] = in.readInt();
    }
    channelConsents = layoutVersion == 1 ? ChannelConsents.NONE : ChannelConsents.read(in);
  }
}
