package io.tidewatch.customer;

import io.tidewatch.schemas.Consent;
import io.tidewatch.schemas.ConsentPurpose;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Consents that hold for single channels and differ from what holds for all channels of the
 * purpose: at most {@value #CAPACITY}, by 32 bits of the channels' hashes. Immutable.
 */
final class ChannelConsents {
  static final int CAPACITY = 32;
  static final ChannelConsents NONE = new ChannelConsents(new byte[0], new int[0]);

  private static final int GRANTED = 0x80;
  private static final int PURPOSE = 0x7f;

  private final byte[] purposes; // with GRANTED
  private final int[] channels;

  private ChannelConsents(byte[] purposes, int[] channels) {
    this.purposes = purposes;
    this.channels = channels;
  }

  /** Reads a profile's consents in their order; one for all channels ends those before it. */
  static ChannelConsents of(List<Consent> consents) {
    if (consents.stream().allMatch(consent -> consent.getChannels().isEmpty())) {
      return NONE;
    }
    byte[] purposes = new byte[CAPACITY];
    int[] channels = new int[CAPACITY];
    int size = 0;
    for (int i = 0; i < consents.size(); i++) {
      Consent consent = consents.get(i);
      List<String> names = endedLater(consents, i) ? List.of() : consent.getChannels();
      for (int j = 0; j < names.size() && size < CAPACITY; j++) {
        purposes[size] =
            (byte) (consent.getPurpose().ordinal() | (consent.getGranted() ? GRANTED : 0));
        channels[size++] = TextHash.of32(names.get(j));
      }
    }
    return size == 0
        ? NONE
        : new ChannelConsents(Arrays.copyOf(purposes, size), Arrays.copyOf(channels, size));
  }

  private static boolean endedLater(List<Consent> consents, int at) {
    return consents.subList(at + 1, consents.size()).stream()
        .anyMatch(
            later ->
                later.getPurpose() == consents.get(at).getPurpose()
                    && later.getChannels().isEmpty());
  }

  /** The last word on a purpose and channel; that on all channels where there is none. */
  boolean consents(ConsentPurpose purpose, String channel, boolean toAll) {
    if (channels.length == 0) {
      return toAll;
    }
    int hash = TextHash.of32(channel);
    for (int i = channels.length - 1; i >= 0; i--) {
      if (channels[i] == hash && (purposes[i] & PURPOSE) == purpose.ordinal()) {
        return (purposes[i] & GRANTED) != 0;
      }
    }
    return toAll;
  }

  void write(DataOutput out) throws IOException {
    out.writeByte(channels.length);
    for (int i = 0; i < channels.length; i++) {
      out.writeByte(purposes[i]);
      out.writeInt(channels[i]);
    }
  }

  static ChannelConsents read(DataInput in) throws IOException {
    int size = in.readUnsignedByte();
    if (size > CAPACITY) {
      throw Packing.impossible("consents by channel", size + " > " + CAPACITY);
    }
    byte[] purposes = new byte[size];
    int[] channels = new int[size];
    for (int i = 0; i < size; i++) {
      purposes[i] = in.readByte();
      channels[i] = in.readInt();
    }
    return size == 0 ? NONE : new ChannelConsents(purposes, channels);
  }
}
