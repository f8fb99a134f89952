/** The judgements over REST. */
@NullMarked
package io.otalite.rotation.judgement.http;

import org.jspecify.annotations.NullMarked;
