/** Ed25519 keys: who may sign a release, and whose signature is believed. */
package io.tidewatch.models.signing;
