/** Encryption of personal fields: master keys, keys of customers, the form of an encrypted text. */
package io.tidewatch.connectors.kafka.personal;
