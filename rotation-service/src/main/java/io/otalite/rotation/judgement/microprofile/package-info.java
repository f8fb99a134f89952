/** Whether everything has been judged once, in the health of the service. */
@NullMarked
package io.otalite.rotation.judgement.microprofile;

import org.jspecify.annotations.NullMarked;
