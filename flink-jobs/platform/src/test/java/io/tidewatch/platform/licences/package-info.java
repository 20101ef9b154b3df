/** Under which licences the libraries are that Tidewatch ships. */
package io.tidewatch.platform.licences;
