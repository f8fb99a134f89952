/**
 * Would it start now? {@link io.otalite.rotation.judgement.Judge} answers for one workload and everything its controller could go back
 * to, from what is observed and nothing else; {@link io.otalite.rotation.judgement.Judgements} keeps the answers for all of them up to
 * date.
 */
@NullMarked
package io.otalite.rotation.judgement;

import org.jspecify.annotations.NullMarked;
