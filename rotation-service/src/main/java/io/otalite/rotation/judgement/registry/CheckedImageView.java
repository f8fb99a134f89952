package io.otalite.rotation.judgement.registry;

import io.otalite.rotation.images.CheckedImages;
import io.otalite.rotation.images.ImageCheck;
import io.otalite.rotation.images.ImageQuestion;
import io.otalite.rotation.judgement.ImageView;
import io.otalite.rotation.observation.ObjectRef;
import java.util.List;

/** Answers from what the registries were asked last. */
public final class CheckedImageView implements ImageView {
    private final CheckedImages images;

    public CheckedImageView(CheckedImages images) {
        this.images = images;
    }

    @Override
    public ImageState latest(String image, List<ObjectRef> pullSecrets) {
        var checked = images.latest(question(image, pullSecrets));
        if (checked.isEmpty()) {
            return new ImageState.Unchecked();
        }
        return switch (checked.get().check()) {
            case ImageCheck.Present _ -> new ImageState.Pullable();
            case ImageCheck.Absent _ -> new ImageState.Absent();
            // A node may have credentials of its own; that its registry refuses a stranger says nothing of what it
            // would get.
            case ImageCheck.Denied(String why) ->
                pullSecrets.isEmpty() ? new ImageState.Unchecked() : new ImageState.Denied(why);
            case ImageCheck.Unreachable(String why) -> new ImageState.Unreachable(why);
        };
    }

    static ImageQuestion question(String image, List<ObjectRef> pullSecrets) {
        var names = pullSecrets.stream()
                .map(secret -> secret.namespace() + '/' + secret.name())
                .toList();
        return new ImageQuestion(image, names);
    }
}
