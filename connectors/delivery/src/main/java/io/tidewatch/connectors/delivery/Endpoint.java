package io.tidewatch.connectors.delivery;

/** Where messages go: an address for posts, or mailboxes. */
public sealed interface Endpoint permits HttpTarget, MailTarget {}
