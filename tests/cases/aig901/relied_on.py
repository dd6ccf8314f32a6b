# file: shop/sharing.py
import logging

logger = logging.getLogger(__name__)


class SharingService:
    def share(self, basket):
        self._make_public(basket)
        self._tell_owner(basket)
        if not self._is_allowed(basket):
            raise PermissionError(basket.number)
        return self._accuracy(basket)

    def _make_public(self, basket):  # AIG901
        # For now, only a placeholder.
        # TODO: integrate with the store of pictures
        logger.info("Making basket %s public", basket.number)

    def _tell_owner(self, basket):  # AIG901
        # TODO: send a mail to the owner
        pass

    @staticmethod
    def _is_allowed(basket):  # AIG901
        # TODO: Stub, to be filled out once the limits are clear
        return True

    def _accuracy(self, basket):  # AIG901
        # This is a placeholder - the full implementation would run the model
        return 0.0
