"""The advice for one locality, as it is read: reasons first, with the passages behind them."""
